package io.github.vkextmem.benchmark;

import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkApplicationInfo;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkDeviceQueueCreateInfo;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDevice;

/** The first device of the system's driver, without a layer, for memory that goes as a descriptor. */
record Driver(VkInstance instance, VkDevice device) implements AutoCloseable {

    static Driver open() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkInstance instance = createInstance(stack);
            PointerBuffer handle = stack.mallocPointer(1);
            VK10.vkEnumeratePhysicalDevices(instance, stack.ints(1), handle);
            VkPhysicalDevice physicalDevice = new VkPhysicalDevice(handle.get(0), instance);
            var queue = VkDeviceQueueCreateInfo.calloc(1, stack).sType$Default().pQueuePriorities(stack.floats(1));
            var info = VkDeviceCreateInfo.calloc(stack)
                    .sType$Default()
                    .pQueueCreateInfos(queue)
                    .ppEnabledExtensionNames(stack.pointers(stack.ASCII("VK_KHR_external_memory_fd")));
            require(VK10.vkCreateDevice(physicalDevice, info, null, handle));
            return new Driver(instance, new VkDevice(handle.get(0), physicalDevice, info));
        }
    }

    private static VkInstance createInstance(MemoryStack stack) {
        var application = VkApplicationInfo.calloc(stack).sType$Default().apiVersion(VK11.VK_API_VERSION_1_1);
        var info = VkInstanceCreateInfo.calloc(stack).sType$Default().pApplicationInfo(application);
        PointerBuffer handle = stack.mallocPointer(1);
        require(VK10.vkCreateInstance(info, null, handle));
        return new VkInstance(handle.get(0), info);
    }

    static void require(int result) {
        if (result != VK10.VK_SUCCESS) {
            throw new IllegalStateException("the driver returned " + result);
        }
    }

    @Override
    public void close() {
        VK10.vkDestroyDevice(device, null);
        VK10.vkDestroyInstance(instance, null);
    }
}
