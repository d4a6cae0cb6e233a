package io.github.vkextmem.usage;

import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.Resource;

/**
 * What is to be bound to a memory.
 *
 * @param where the command or structure under whose name the specification says what is legal, as
 *     {@code vkBindBufferMemory} or {@code VkBindBufferMemoryInfo}
 * @param resource the buffer or image
 * @param memoryOffset where in the memory it begins, in bytes
 * @param size how many bytes it needs
 * @param alignment in bytes, of the offset
 * @param memoryTypeBits a mask of the memory types that it can live in
 * @param requiresDedicated VkMemoryDedicatedRequirements::requiresDedicatedAllocation of it; false where the device does not
 *     know that structure
 */
public record BindRequest(
        String where,
        Resource resource,
        long memoryOffset,
        long size,
        long alignment,
        int memoryTypeBits,
        boolean requiresDedicated) {

    boolean isBuffer() {
        return resource instanceof BufferResource;
    }

    /** {@return the statement that is numbered so in {@link #where}} */
    String vuid(String ofBuffer, String ofImage) {
        return "VUID-" + where + "-" + (isBuffer() ? ofBuffer : ofImage);
    }

    /** {@return the statement, where images have other numbers in VkBindImageMemoryInfo than in vkBindImageMemory} */
    String vuid(String ofBuffer, String ofImage, String ofImageInfo) {
        return vuid(ofBuffer, where.endsWith("Info") ? ofImageInfo : ofImage);
    }
}
