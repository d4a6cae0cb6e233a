package io.github.vkextmem.usage;

import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.ExternalMemoryHandleType;

/** What rules ask about a device; but for what buffers and images need, its answers do not change. */
public interface DeviceFacts {

    /** {@return how many memory types the physical device has} */
    int memoryTypeCount();

    /** {@return the size in bytes of the heap that a memory type belongs to} */
    long heapSize(int memoryTypeIndex);

    /** {@return whether only protected queues may reach a memory type} */
    boolean isProtected(int memoryTypeIndex);

    /** {@return whether nothing that can be exported as the type can do without a dedicated allocation} */
    boolean demandsDedicatedAllocation(ExternalMemoryHandleType handleType);

    /** {@return whether a feature is off; false too where nobody said which features are on} */
    boolean isOff(DeviceFeature feature);

    /** {@return how many physical devices the device may be made of: one but for a group; 32 where nobody said} */
    int physicalDeviceCount();

    /** {@return whether the device knows VkMemoryDedicatedAllocateInfo, by its version or by extension} */
    boolean hasDedicatedAllocation();

    /** {@return whether the device knows VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT, by its version or by extension} */
    boolean hasBufferDeviceAddress();

    /** {@return the VkMemoryRequirements::size of a buffer of the device} */
    long requiredBufferSize(long buffer);

    /** {@return the VkMemoryRequirements::size of an image of the device} */
    long requiredImageSize(long image);
}
