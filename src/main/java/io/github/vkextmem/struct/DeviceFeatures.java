package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.StructBytes;
import java.util.EnumSet;
import java.util.Set;
import org.lwjgl.vulkan.NVDedicatedAllocationImageAliasing;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkDeviceGroupDeviceCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceBufferDeviceAddressFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceDedicatedAllocationImageAliasingFeaturesNV;
import org.lwjgl.vulkan.VkPhysicalDeviceProtectedMemoryFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan11Features;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan12Features;

/**
 * What a device was created with, and neither Vulkan nor LWJGL tells afterwards.
 *
 * @param features the features that are on; those that are not named are off
 * @param physicalDeviceCount how many physical devices the device is made of: 1 unless it is a device group
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDeviceCreateInfo.html">VkDeviceCreateInfo</a>
 */
public record DeviceFeatures(Set<DeviceFeature> features, int physicalDeviceCount) {

    /** @throws IllegalArgumentException if the count is not from 1 to VK_MAX_DEVICE_GROUP_SIZE (32) */
    public DeviceFeatures {
        features = Set.copyOf(features);
        if (physicalDeviceCount < 1 || physicalDeviceCount > VK11.VK_MAX_DEVICE_GROUP_SIZE) {
            throw new IllegalArgumentException("a device is made of 1 to " + VK11.VK_MAX_DEVICE_GROUP_SIZE
                    + " physical devices, not " + physicalDeviceCount);
        }
    }

    /** {@return the features of a device that is no group: these are on, and the others are off} */
    public static DeviceFeatures of(DeviceFeature... features) {
        return new DeviceFeatures(Set.of(features), 1);
    }

    /** {@return the same for a group of physical devices} */
    public DeviceFeatures withPhysicalDeviceCount(int count) {
        return new DeviceFeatures(features, count);
    }

    /** {@return whether a feature is on} */
    public boolean has(DeviceFeature feature) {
        return features.contains(feature);
    }

    /**
     * Reads what a device is created with.
     *
     * @param createInfo a VkDeviceCreateInfo and its chain, as vkCreateDevice gets it
     * @return what it says
     * @throws ValidUsageException if the chain points back at itself (VUID-VkDeviceCreateInfo-sType-unique)
     */
    public static DeviceFeatures read(VkDeviceCreateInfo createInfo) {
        // Refuses a chain without an end, in which the loop would never return.
        Parents.DEVICE_CREATE_INFO.read(createInfo);
        Set<DeviceFeature> features = EnumSet.noneOf(DeviceFeature.class);
        int physicalDevices = 1;
        for (long at = createInfo.pNext(); at != 0; at = StructBytes.pNext(at)) {
            if (StructBytes.sType(at) == VK11.VK_STRUCTURE_TYPE_DEVICE_GROUP_DEVICE_CREATE_INFO) {
                // Without devices in it the structure says nothing.
                physicalDevices = Math.max(1, VkDeviceGroupDeviceCreateInfo.nphysicalDeviceCount(at));
            } else {
                addFeatures(at, features);
            }
        }
        return new DeviceFeatures(features, physicalDevices);
    }

    private static void addFeatures(long at, Set<DeviceFeature> features) {
        switch (StructBytes.sType(at)) {
            case VK12.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES ->
                add(DeviceFeature.PROTECTED_MEMORY, VkPhysicalDeviceVulkan11Features.nprotectedMemory(at), features);
            case VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROTECTED_MEMORY_FEATURES ->
                add(
                        DeviceFeature.PROTECTED_MEMORY,
                        VkPhysicalDeviceProtectedMemoryFeatures.nprotectedMemory(at),
                        features);
            case VK12.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES -> {
                add(
                        DeviceFeature.BUFFER_DEVICE_ADDRESS,
                        VkPhysicalDeviceVulkan12Features.nbufferDeviceAddress(at),
                        features);
                add(
                        DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY,
                        VkPhysicalDeviceVulkan12Features.nbufferDeviceAddressCaptureReplay(at),
                        features);
            }
            case VK12.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_BUFFER_DEVICE_ADDRESS_FEATURES -> {
                add(
                        DeviceFeature.BUFFER_DEVICE_ADDRESS,
                        VkPhysicalDeviceBufferDeviceAddressFeatures.nbufferDeviceAddress(at),
                        features);
                add(
                        DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY,
                        VkPhysicalDeviceBufferDeviceAddressFeatures.nbufferDeviceAddressCaptureReplay(at),
                        features);
            }
            case NVDedicatedAllocationImageAliasing
                    .VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DEDICATED_ALLOCATION_IMAGE_ALIASING_FEATURES_NV ->
                add(
                        DeviceFeature.DEDICATED_ALLOCATION_IMAGE_ALIASING,
                        VkPhysicalDeviceDedicatedAllocationImageAliasingFeaturesNV.ndedicatedAllocationImageAliasing(
                                at),
                        features);
            default -> {
                // No feature that a rule asks for.
            }
        }
    }

    private static void add(DeviceFeature feature, int vkBool32, Set<DeviceFeature> features) {
        if (vkBool32 != 0) {
            features.add(feature);
        }
    }
}
