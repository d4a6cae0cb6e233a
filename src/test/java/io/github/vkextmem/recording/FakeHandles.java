package io.github.vkextmem.recording;

import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkApplicationInfo;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDevice;

/** LWJGL's objects around handles that nobody created. */
final class FakeHandles {

    private FakeHandles() {}

    static VkInstance instance(long handle, int apiVersion, List<String> extensions) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var application = VkApplicationInfo.calloc(stack).sType$Default().apiVersion(apiVersion);
            var info = VkInstanceCreateInfo.calloc(stack)
                    .sType$Default()
                    .pApplicationInfo(application)
                    .ppEnabledExtensionNames(names(extensions, stack));
            return new VkInstance(handle, info);
        }
    }

    static VkDevice device(long handle, VkPhysicalDevice physicalDevice, List<String> extensions) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info =
                    VkDeviceCreateInfo.calloc(stack).sType$Default().ppEnabledExtensionNames(names(extensions, stack));
            return new VkDevice(handle, physicalDevice, info);
        }
    }

    private static PointerBuffer names(List<String> extensions, MemoryStack stack) {
        PointerBuffer names = stack.mallocPointer(extensions.size());
        extensions.forEach(extension -> names.put(stack.UTF8(extension)));
        return names.flip();
    }
}
