/** Exceptions of this library. */
@NullMarked
package io.github.vkextmem;

import org.jspecify.annotations.NullMarked;
