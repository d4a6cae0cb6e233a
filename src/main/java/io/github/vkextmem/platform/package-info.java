/** All calls to the operating system, Linux's and Windows's, with what their failures become. */
@NullMarked
package io.github.vkextmem.platform;

import org.jspecify.annotations.NullMarked;
