package io.github.vkextmem.conformance;

import java.util.stream.IntStream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTMemoryBudget;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExtensionProperties;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryBudgetPropertiesEXT;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryProperties2;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/** What this process uses of a device's memory, as the driver counts it. */
final class DeviceUsage {

    private DeviceUsage() {}

    /**
     * {@return the bytes in use in all heaps together; 0 from a driver that does not count. Those of a CPU have the process'
     * own memory, which is counted as that, and tell what the whole machine uses: Mesa's 25.0 does}
     */
    static long bytes(VkPhysicalDevice device) {
        if (isCpu(device) || !hasBudget(device)) {
            return 0;
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var budget = VkPhysicalDeviceMemoryBudgetPropertiesEXT.calloc(stack).sType$Default();
            var properties = VkPhysicalDeviceMemoryProperties2.calloc(stack)
                    .sType$Default()
                    .pNext(budget);
            VK11.vkGetPhysicalDeviceMemoryProperties2(device, properties);
            return IntStream.range(0, properties.memoryProperties().memoryHeapCount())
                    .mapToLong(budget::heapUsage)
                    .sum();
        }
    }

    private static boolean isCpu(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties.malloc(stack);
            VK10.vkGetPhysicalDeviceProperties(device, properties);
            return properties.deviceType() == VK10.VK_PHYSICAL_DEVICE_TYPE_CPU;
        }
    }

    private static boolean hasBudget(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var count = stack.callocInt(1);
            VK10.vkEnumerateDeviceExtensionProperties(device, (String) null, count, null);
            try (var extensions = VkExtensionProperties.calloc(count.get(0))) {
                VK10.vkEnumerateDeviceExtensionProperties(device, (String) null, count, extensions);
                return extensions.stream()
                        .anyMatch(extension -> extension
                                .extensionNameString()
                                .equals(EXTMemoryBudget.VK_EXT_MEMORY_BUDGET_EXTENSION_NAME));
            }
        }
    }
}
