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

/** What this process uses of a device's memory, as the driver counts it. */
final class DeviceUsage {

    private DeviceUsage() {}

    /** {@return the bytes in use in all heaps together; 0 from a driver that does not count} */
    static long bytes(VkPhysicalDevice device) {
        if (!hasBudget(device)) {
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
