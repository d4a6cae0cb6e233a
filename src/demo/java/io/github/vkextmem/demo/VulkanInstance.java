package io.github.vkextmem.demo;

import io.github.vkextmem.VulkanException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkApplicationInfo;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/** A Vulkan instance in plain LWJGL, destroyed when closed: NVIDIA's driver crashes at exit where it is not. */
record VulkanInstance(VkInstance instance) implements AutoCloseable {

    static VulkanInstance create() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var application = VkApplicationInfo.calloc(stack).sType$Default().apiVersion(VK11.VK_API_VERSION_1_1);
            var info = VkInstanceCreateInfo.calloc(stack).sType$Default().pApplicationInfo(application);
            PointerBuffer handle = stack.mallocPointer(1);
            require("vkCreateInstance", VK10.vkCreateInstance(info, null, handle));
            return new VulkanInstance(new VkInstance(handle.get(0), info));
        }
    }

    List<VkPhysicalDevice> devices() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            require("vkEnumeratePhysicalDevices", VK10.vkEnumeratePhysicalDevices(instance, count, null));
            PointerBuffer handles = stack.mallocPointer(count.get(0));
            require("vkEnumeratePhysicalDevices", VK10.vkEnumeratePhysicalDevices(instance, count, handles));
            List<VkPhysicalDevice> devices = new ArrayList<>();
            for (int i = 0; i < count.get(0); i++) {
                devices.add(new VkPhysicalDevice(handles.get(i), instance));
            }
            return devices;
        }
    }

    List<String> deviceNames() {
        return devices().stream().map(VulkanInstance::name).toList();
    }

    static String name(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceProperties(device, properties);
            return properties.deviceNameString();
        }
    }

    static void require(String command, int result) {
        if (result != VK10.VK_SUCCESS) {
            throw new VulkanException(command, result);
        }
    }

    @Override
    public void close() {
        VK10.vkDestroyInstance(instance, null);
    }
}
