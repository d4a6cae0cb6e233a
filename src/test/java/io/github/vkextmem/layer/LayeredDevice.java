package io.github.vkextmem.layer;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.DeviceFeatures;
import java.util.List;
import java.util.stream.Stream;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkDeviceQueueCreateInfo;
import org.lwjgl.vulkan.VkExtensionProperties;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceBufferDeviceAddressFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceFeatures2;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryPriorityFeaturesEXT;
import org.lwjgl.vulkan.VkPhysicalDeviceSynchronization2Features;

/** A device with all that it has of what can stand in an allocation or stands beside external memory, features included. */
record LayeredDevice(VkDevice device, ExternalMemory external) implements AutoCloseable {

    private static final String MEMORY_PRIORITY = "VK_EXT_memory_priority";
    private static final String BUFFER_DEVICE_ADDRESS = "VK_KHR_buffer_device_address";
    private static final String SYNCHRONIZATION_2 = "VK_KHR_synchronization2";

    private static final List<String> EXTENSIONS = List.of(
            "VK_KHR_external_memory_fd",
            "VK_EXT_external_memory_dma_buf",
            "VK_EXT_external_memory_host",
            "VK_KHR_image_format_list",
            "VK_EXT_image_drm_format_modifier",
            "VK_EXT_queue_family_foreign",
            MEMORY_PRIORITY,
            BUFFER_DEVICE_ADDRESS,
            SYNCHRONIZATION_2);

    /** {@return the driver's first device with all its features} */
    static LayeredDevice create(TestInstance instance) {
        return create(instance, true);
    }

    /** {@return the driver's first device with all its extensions and no feature} */
    static LayeredDevice createWithoutFeatures(TestInstance instance) {
        return create(instance, false);
    }

    private static LayeredDevice create(TestInstance instance, boolean features) {
        VkPhysicalDevice physicalDevice = instance.physicalDevice();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            List<String> wanted =
                    extensions(physicalDevice).filter(EXTENSIONS::contains).toList();
            PointerBuffer names = stack.mallocPointer(wanted.size());
            wanted.forEach(name -> names.put(stack.ASCII(name)));
            var queue = VkDeviceQueueCreateInfo.calloc(1, stack).sType$Default().pQueuePriorities(stack.floats(1));
            var info = VkDeviceCreateInfo.calloc(stack)
                    .sType$Default()
                    .pQueueCreateInfos(queue)
                    .ppEnabledExtensionNames(names.flip());
            if (features) {
                // By address: LWJGL's typed pNext would cut off the chain behind the features.
                info.pNext(features(physicalDevice, wanted, stack).address());
            }
            PointerBuffer handle = stack.mallocPointer(1);
            require("vkCreateDevice", VK10.vkCreateDevice(physicalDevice, info, null, handle));
            VkDevice device = new VkDevice(handle.get(0), physicalDevice, info);
            return new LayeredDevice(device, ExternalMemory.on(device, DeviceFeatures.read(info)));
        }
    }

    private static Stream<String> extensions(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var count = stack.callocInt(1);
            VK10.vkEnumerateDeviceExtensionProperties(device, (String) null, count, null);
            try (var extensions = VkExtensionProperties.calloc(count.get(0))) {
                VK10.vkEnumerateDeviceExtensionProperties(device, (String) null, count, extensions);
                return extensions.stream().map(VkExtensionProperties::extensionNameString).toList().stream();
            }
        }
    }

    private static VkPhysicalDeviceFeatures2 features(
            VkPhysicalDevice device, List<String> extensions, MemoryStack stack) {
        var features = VkPhysicalDeviceFeatures2.calloc(stack).sType$Default();
        if (extensions.contains(MEMORY_PRIORITY)) {
            features.pNext(
                    VkPhysicalDeviceMemoryPriorityFeaturesEXT.calloc(stack).sType$Default());
        }
        if (extensions.contains(BUFFER_DEVICE_ADDRESS)) {
            features.pNext(
                    VkPhysicalDeviceBufferDeviceAddressFeatures.calloc(stack).sType$Default());
        }
        if (extensions.contains(SYNCHRONIZATION_2)) {
            features.pNext(
                    VkPhysicalDeviceSynchronization2Features.calloc(stack).sType$Default());
        }
        VK11.vkGetPhysicalDeviceFeatures2(device, features);
        // Whatever the application does to a buffer, it is not this that is tested.
        features.features().robustBufferAccess(false);
        return features;
    }

    static void require(String command, int result) {
        if (result != VK10.VK_SUCCESS) {
            throw new VulkanException(command, result);
        }
    }

    @Override
    public void close() {
        VK10.vkDestroyDevice(device, null);
    }
}
