package io.github.vkextmem.memory;

import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.DeviceFeatures;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.usage.DeviceFacts;
import org.jspecify.annotations.Nullable;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkDevice;

/** What rules may know of a device: its physical device, how it was created, and what its buffers and images need. */
final class LogicalDeviceFacts implements DeviceFacts {

    private final VkDevice device;
    private final PhysicalDeviceFacts physicalDevice;
    private final EnabledExtensions extensions;
    private final @Nullable DeviceFeatures features;

    /** @param features what the device was created with; null: nobody said */
    LogicalDeviceFacts(
            VkDevice device,
            PhysicalDeviceFacts physicalDevice,
            EnabledExtensions extensions,
            @Nullable DeviceFeatures features) {
        this.device = device;
        this.physicalDevice = physicalDevice;
        this.extensions = extensions;
        this.features = features;
    }

    @Override
    public int memoryTypeCount() {
        return physicalDevice.memoryTypeCount();
    }

    @Override
    public long heapSize(int memoryTypeIndex) {
        return physicalDevice.heapSize(memoryTypeIndex);
    }

    @Override
    public boolean isProtected(int memoryTypeIndex) {
        return (physicalDevice.propertyFlags(memoryTypeIndex) & VK11.VK_MEMORY_PROPERTY_PROTECTED_BIT) != 0;
    }

    @Override
    public boolean demandsDedicatedAllocation(ExternalMemoryHandleType handleType) {
        return physicalDevice.demandsDedicatedAllocation(handleType);
    }

    @Override
    public boolean isOff(DeviceFeature feature) {
        // Of this one the extension tells too: it has nothing else.
        boolean extensionIsOff = feature == DeviceFeature.DEDICATED_ALLOCATION_IMAGE_ALIASING
                && !extensions.has("VK_NV_dedicated_allocation_image_aliasing");
        return extensionIsOff || (features != null && !features.has(feature));
    }

    @Override
    public int physicalDeviceCount() {
        return features == null ? VK11.VK_MAX_DEVICE_GROUP_SIZE : features.physicalDeviceCount();
    }

    @Override
    public boolean hasDedicatedAllocation() {
        return device.getCapabilities().apiVersion >= VK11.VK_API_VERSION_1_1
                || extensions.has("VK_KHR_dedicated_allocation");
    }

    @Override
    public boolean hasBufferDeviceAddress() {
        return device.getCapabilities().apiVersion >= VK12.VK_API_VERSION_1_2
                || extensions.has("VK_KHR_buffer_device_address");
    }

    @Override
    public long requiredBufferSize(long buffer) {
        return MemoryRequirements.ofBuffer(device, buffer).size();
    }

    @Override
    public long requiredImageSize(long image) {
        return MemoryRequirements.ofImage(device, image).size();
    }
}
