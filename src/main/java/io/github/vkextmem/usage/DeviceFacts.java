package io.github.vkextmem.usage;

import io.github.vkextmem.struct.ExternalMemoryHandleType;

/** What rules ask about a device; its answers do not change. */
public interface DeviceFacts {

    /** {@return how many memory types the physical device has} */
    int memoryTypeCount();

    /** {@return the size in bytes of the heap that a memory type belongs to} */
    long heapSize(int memoryTypeIndex);

    /** {@return whether the device demands a dedicated allocation for the type, be it for a buffer or an image} */
    boolean demandsDedicatedAllocation(ExternalMemoryHandleType handleType);
}
