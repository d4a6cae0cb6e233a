package io.github.vkextmem.usage;

import io.github.vkextmem.struct.ExternalMemoryHandleType;

/** What rules ask about a device; its answers do not change. */
public interface DeviceFacts {

    /** {@return how many memory types the physical device has} */
    int memoryTypeCount();

    /** {@return the size in bytes of the heap that a memory type belongs to} */
    long heapSize(int memoryTypeIndex);

    /** {@return whether nothing that can be exported as the type can do without a dedicated allocation} */
    boolean demandsDedicatedAllocation(ExternalMemoryHandleType handleType);
}
