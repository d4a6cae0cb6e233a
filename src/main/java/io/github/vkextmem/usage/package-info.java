/** Valid usage that needs more than values: a device's facts, how a memory came to be, what was exported before. */
@NullMarked
package io.github.vkextmem.usage;

import org.jspecify.annotations.NullMarked;
