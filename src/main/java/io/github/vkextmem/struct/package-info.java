/** Vulkan structures as immutable values. They need no closing; any thread may share them. */
@NullMarked
package io.github.vkextmem.struct;

import org.jspecify.annotations.NullMarked;
