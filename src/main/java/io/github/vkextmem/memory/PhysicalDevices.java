package io.github.vkextmem.memory;

import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/** Finds the physical device that can import what another process exported. */
public final class PhysicalDevices {

    /** What devices of Vulkan 1.0 have, all of them alike. */
    private static final UUID NO_UUID = new UUID(0, 0);

    private PhysicalDevices() {}

    /**
     * Finds the physical device that memory was exported on.
     *
     * @param instance where to look; of Vulkan 1.1, or with VK_KHR_get_physical_device_properties2
     * @param description what came with the handle
     * @return the device whose deviceUUID and, but for a dma-buf, driverUUID are the exporter's
     * @throws UnsupportedException if there is none; says of each device why not
     * @throws VulkanException if vkEnumeratePhysicalDevices fails
     * @see <a href="https://docs.vulkan.org/spec/latest/chapters/capabilities.html#external-memory-handle-types-compatibility">
     *     External memory handle types compatibility</a>
     */
    public static VkPhysicalDevice matching(VkInstance instance, MemoryDescription description) {
        DeviceIdentity wanted = description.device();
        if (wanted.deviceUUID().equals(NO_UUID)) {
            throw new UnsupportedException("the exporter's device has no deviceUUID to look for: " + wanted);
        }
        boolean sameDriver = description.handleType() != ExternalMemoryHandleType.DMA_BUF_EXT;
        StringJoiner others = new StringJoiner("\n  ", "\n  ", "").setEmptyValue("\n  no device at all");
        for (VkPhysicalDevice device : all(instance)) {
            var facts = new PhysicalDeviceFacts(device, commonVersion(instance, device));
            DeviceIdentity identity = facts.identity();
            if (!identity.deviceUUID().equals(wanted.deviceUUID())) {
                others.add(facts.name() + ": is device " + identity.deviceUUID());
            } else if (sameDriver && !identity.driverUUID().equals(wanted.driverUUID())) {
                others.add(facts.name() + ": is the device, with driver " + identity.driverUUID());
            } else {
                return device;
            }
        }
        throw new UnsupportedException("the memory was exported on device " + wanted.deviceUUID() + " with driver "
                + wanted.driverUUID() + "; this instance has" + others);
    }

    /** A command of a version needs both. */
    private static int commonVersion(VkInstance instance, VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceProperties(device, properties);
            return Math.min(instance.getCapabilities().apiVersion, properties.apiVersion());
        }
    }

    private static List<VkPhysicalDevice> all(VkInstance instance) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            Results.require("vkEnumeratePhysicalDevices", VK10.vkEnumeratePhysicalDevices(instance, count, null));
            PointerBuffer handles = stack.callocPointer(count.get(0));
            int result = VK10.vkEnumeratePhysicalDevices(instance, count, handles);
            if (result != VK10.VK_INCOMPLETE) {
                Results.require("vkEnumeratePhysicalDevices", result);
            }
            List<VkPhysicalDevice> devices = new ArrayList<>();
            for (int i = 0; i < count.get(0); i++) {
                devices.add(new VkPhysicalDevice(handles.get(i), instance));
            }
            return devices;
        }
    }
}
