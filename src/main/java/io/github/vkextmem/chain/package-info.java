/** What a Vulkan structure is, and the pNext chain: linking, checking, marshalling, reading back, printing. */
@NullMarked
package io.github.vkextmem.chain;

import org.jspecify.annotations.NullMarked;
