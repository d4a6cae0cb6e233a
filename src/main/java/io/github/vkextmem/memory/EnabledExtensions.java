package io.github.vkextmem.memory;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.chain.StructureType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lwjgl.vulkan.VKCapabilitiesDevice;
import org.lwjgl.vulkan.VkDevice;

/** Which extensions a device was created with, as LWJGL read them from its VkDeviceCreateInfo. */
final class EnabledExtensions {

    private final VKCapabilitiesDevice capabilities;
    private final String deviceName;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    EnabledExtensions(VkDevice device, String deviceName) {
        this.capabilities = device.getCapabilities();
        this.deviceName = deviceName;
    }

    /** {@return false for an extension that LWJGL found enabled nowhere; true for one that it does not know} */
    boolean has(String extension) {
        return known.computeIfAbsent(extension, this::ask);
    }

    private boolean ask(String extension) {
        try {
            return VKCapabilitiesDevice.class.getField(extension).getBoolean(capabilities);
        } catch (NoSuchFieldException unknownToLwjgl) {
            return true;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * @throws MissingExtensionException if the device cannot know the structure
     */
    void requireFor(StructureType<?> structure) {
        String extension = structure.extension();
        boolean core = structure.coreSince() != 0 && capabilities.apiVersion >= structure.coreSince();
        if (extension != null && !core) {
            require(extension, structure.name());
        }
    }

    /**
     * @throws MissingExtensionException if the extension is not enabled
     */
    void require(String extension, String neededFor) {
        if (!has(extension)) {
            throw new MissingExtensionException(
                    extension,
                    neededFor,
                    deviceName,
                    "if the physical device has it, name it in VkDeviceCreateInfo's ppEnabledExtensionNames, and construct"
                            + " LWJGL's VkDevice with that same VkDeviceCreateInfo");
        }
    }
}
