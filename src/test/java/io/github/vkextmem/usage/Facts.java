package io.github.vkextmem.usage;

import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.DeviceFeatures;
import io.github.vkextmem.struct.ExternalMemoryHandleType;

/**
 * A device for rules: two memory types of 4096 and 8192 bytes, the second protected; D3D11_TEXTURE demands dedicated
 * allocations; buffers and images need as many bytes as their handle says.
 *
 * @param features what the device was created with; null: nobody said
 * @param hasDedicatedAllocation whether it knows VkMemoryDedicatedAllocateInfo, and addresses of buffers
 */
record Facts(DeviceFeatures features, boolean hasDedicatedAllocation) implements DeviceFacts {

    static final int PROTECTED = 1;

    static final Facts UNKNOWN = new Facts(null, true);

    static Facts with(DeviceFeature... features) {
        return new Facts(DeviceFeatures.of(features), true);
    }

    @Override
    public int memoryTypeCount() {
        return 2;
    }

    @Override
    public long heapSize(int memoryTypeIndex) {
        return 4096L << memoryTypeIndex;
    }

    @Override
    public boolean isProtected(int memoryTypeIndex) {
        return memoryTypeIndex == PROTECTED;
    }

    @Override
    public boolean demandsDedicatedAllocation(ExternalMemoryHandleType handleType) {
        return handleType == ExternalMemoryHandleType.D3D11_TEXTURE;
    }

    @Override
    public boolean isOff(DeviceFeature feature) {
        return features != null && !features.has(feature);
    }

    @Override
    public int physicalDeviceCount() {
        return features == null ? 32 : features.physicalDeviceCount();
    }

    @Override
    public boolean hasBufferDeviceAddress() {
        return hasDedicatedAllocation;
    }

    @Override
    public long requiredBufferSize(long buffer) {
        return buffer;
    }

    @Override
    public long requiredImageSize(long image) {
        return image;
    }
}
