/** The front door: external memory of one device, allocated, exported, imported, mapped and closed. */
@NullMarked
package io.github.vkextmem.memory;

import org.jspecify.annotations.NullMarked;
