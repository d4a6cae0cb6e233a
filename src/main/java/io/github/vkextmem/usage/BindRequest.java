package io.github.vkextmem.usage;

import io.github.vkextmem.struct.Resource;

/**
 * What is to be bound to a memory.
 *
 * @param where the command or structure under whose name the specification says what is legal, as
 *     {@code vkBindBufferMemory} or {@code VkBindBufferMemoryInfo}
 * @param resource the buffer or image
 * @param memoryOffset where in the memory it begins, in bytes
 * @param requiresDedicated VkMemoryDedicatedRequirements::requiresDedicatedAllocation of it; false where the device does not
 *     know that structure
 */
public record BindRequest(String where, Resource resource, long memoryOffset, boolean requiresDedicated) {}
