package io.github.vkextmem.memory;

import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import org.jspecify.annotations.Nullable;

/**
 * What an allocation imports.
 *
 * @param structure the structure that does it
 * @param handleType what the handle is
 * @param description what its exporter said; null: nothing came with it
 * @param memoryTypeBits the memory types that the driver lets it into; -1: the driver was not asked
 */
record Payload(
        ExtendsMemoryAllocateInfo structure,
        ExternalMemoryHandleType handleType,
        @Nullable MemoryDescription description,
        int memoryTypeBits) {}
