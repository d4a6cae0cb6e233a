package io.github.vkextmem.struct;

/**
 * What travels with a handle: all that the importer must match.
 *
 * @param allocationSize the size of the payload in bytes
 * @param memoryTypeIndex the payload's memory type on the exporter's device
 * @param handleType what the handle is
 * @param dedicated whether the payload was allocated for one buffer or image; the importer may then dedicate its memory
 *     to its own of that kind, and other APIs, CUDA for instance, want to be told
 * @param device the exporter's device and driver
 */
public record MemoryDescription(
        long allocationSize,
        int memoryTypeIndex,
        ExternalMemoryHandleType handleType,
        boolean dedicated,
        DeviceIdentity device) {

    /** @throws IllegalArgumentException if the size is not positive or the index is not one of the 32 possible */
    public MemoryDescription {
        if (allocationSize <= 0) {
            throw new IllegalArgumentException("allocationSize must be positive: " + allocationSize);
        }
        if (memoryTypeIndex < 0 || memoryTypeIndex > 31) {
            throw new IllegalArgumentException("memoryTypeIndex must be from 0 to 31: " + memoryTypeIndex);
        }
    }

    /** {@return the allocation that matches the payload} */
    public MemoryAllocateInfo allocateInfo() {
        return MemoryAllocateInfo.of(allocationSize, memoryTypeIndex);
    }
}
