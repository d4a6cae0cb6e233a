package io.github.vkextmem.demo;

import java.nio.IntBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkDeviceQueueCreateInfo;
import org.lwjgl.vulkan.VkExtensionProperties;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/** A Vulkan device in plain LWJGL, with what of the external memory extensions it has; destroyed when closed. */
record VulkanDevice(VkDevice device) implements AutoCloseable {

    private static final List<String> WANTED = List.of(
            "VK_KHR_external_memory",
            "VK_KHR_external_memory_fd",
            "VK_KHR_external_memory_win32",
            "VK_EXT_external_memory_dma_buf",
            "VK_EXT_external_memory_host",
            "VK_NV_external_memory",
            "VK_NV_external_memory_win32");

    /** {@return the instance's most capable device: a graphics card rather than a program} */
    static VulkanDevice create(VulkanInstance instance) {
        return instance.devices().stream()
                .min(Comparator.comparingInt(VulkanDevice::rank))
                .map(VulkanDevice::create)
                .orElseThrow(() -> new IllegalStateException("the driver shows no device"));
    }

    private static int rank(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceProperties(device, properties);
            return switch (properties.deviceType()) {
                case VK10.VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU -> 0;
                case VK10.VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU -> 1;
                case VK10.VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU -> 2;
                default -> 3;
            };
        }
    }

    private static VulkanDevice create(VkPhysicalDevice physicalDevice) {
        Set<String> available = extensions(physicalDevice);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            List<String> wanted = WANTED.stream().filter(available::contains).toList();
            PointerBuffer names = stack.mallocPointer(wanted.size());
            wanted.forEach(name -> names.put(stack.ASCII(name)));
            var queue = VkDeviceQueueCreateInfo.calloc(1, stack).sType$Default().pQueuePriorities(stack.floats(1));
            var info = VkDeviceCreateInfo.calloc(stack)
                    .sType$Default()
                    .pQueueCreateInfos(queue)
                    .ppEnabledExtensionNames(names.flip());
            PointerBuffer handle = stack.mallocPointer(1);
            VulkanInstance.require("vkCreateDevice", VK10.vkCreateDevice(physicalDevice, info, null, handle));
            return new VulkanDevice(new VkDevice(handle.get(0), physicalDevice, info));
        }
    }

    private static Set<String> extensions(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            VK10.vkEnumerateDeviceExtensionProperties(device, (String) null, count, null);
            try (var extensions = VkExtensionProperties.calloc(count.get(0))) {
                VK10.vkEnumerateDeviceExtensionProperties(device, (String) null, count, extensions);
                Set<String> names = new HashSet<>();
                extensions.forEach(extension -> names.add(extension.extensionNameString()));
                return names;
            }
        }
    }

    @Override
    public void close() {
        VK10.vkDestroyDevice(device, null);
    }
}
