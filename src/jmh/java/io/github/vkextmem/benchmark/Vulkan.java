package io.github.vkextmem.benchmark;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/**
 * Devices of the machine's best physical device, a graphics card rather than a program. They and the instance are destroyed
 * when this is closed: some drivers crash at exit if they are not.
 */
final class Vulkan implements AutoCloseable {

    private final VkInstance instance;
    private final VkPhysicalDevice physicalDevice;
    private final List<VkDevice> devices = new ArrayList<>();

    private Vulkan(VkInstance instance) {
        this.instance = instance;
        this.physicalDevice = physicalDevices(instance).stream()
                .min(Comparator.comparingInt(Vulkan::rank))
                .orElseThrow(() -> new IllegalStateException("the driver shows no device"));
    }

    static Vulkan create() {
        Jvm.useChosenDriver();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var application = VkApplicationInfo.calloc(stack).sType$Default().apiVersion(VK11.VK_API_VERSION_1_1);
            var info = VkInstanceCreateInfo.calloc(stack).sType$Default().pApplicationInfo(application);
            PointerBuffer handle = stack.mallocPointer(1);
            require(VK10.vkCreateInstance(info, null, handle));
            return new Vulkan(new VkInstance(handle.get(0), info));
        }
    }

    private static List<VkPhysicalDevice> physicalDevices(VkInstance instance) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            require(VK10.vkEnumeratePhysicalDevices(instance, count, null));
            PointerBuffer handles = stack.mallocPointer(count.get(0));
            require(VK10.vkEnumeratePhysicalDevices(instance, count, handles));
            List<VkPhysicalDevice> devices = new ArrayList<>();
            for (int i = 0; i < count.get(0); i++) {
                devices.add(new VkPhysicalDevice(handles.get(i), instance));
            }
            return devices;
        }
    }

    private static int rank(VkPhysicalDevice device) {
        return switch (type(device)) {
            case VK10.VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU -> 0;
            case VK10.VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU -> 1;
            case VK10.VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU -> 2;
            default -> 3;
        };
    }

    private static int type(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceProperties(device, properties);
            return properties.deviceType();
        }
    }

    VkPhysicalDevice physicalDevice() {
        return physicalDevice;
    }

    /** {@return whether it is a program and no graphics card} */
    boolean isSoftware() {
        return type(physicalDevice) == VK10.VK_PHYSICAL_DEVICE_TYPE_CPU;
    }

    /** {@return a device that can export and import file descriptors} */
    VkDevice device() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var queue = VkDeviceQueueCreateInfo.calloc(1, stack).sType$Default().pQueuePriorities(stack.floats(1));
            var info = VkDeviceCreateInfo.calloc(stack)
                    .sType$Default()
                    .pQueueCreateInfos(queue)
                    .ppEnabledExtensionNames(stack.pointers(
                            stack.ASCII("VK_KHR_external_memory"), stack.ASCII("VK_KHR_external_memory_fd")));
            PointerBuffer handle = stack.mallocPointer(1);
            require(VK10.vkCreateDevice(physicalDevice, info, null, handle));
            VkDevice device = new VkDevice(handle.get(0), physicalDevice, info);
            devices.add(device);
            return device;
        }
    }

    static void require(int result) {
        if (result != VK10.VK_SUCCESS) {
            throw new IllegalStateException("a command of Vulkan failed: " + result);
        }
    }

    @Override
    public void close() {
        devices.forEach(device -> VK10.vkDestroyDevice(device, null));
        VK10.vkDestroyInstance(instance, null);
    }
}
