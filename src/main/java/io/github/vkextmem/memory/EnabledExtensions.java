package io.github.vkextmem.memory;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.lwjgl.vulkan.VKCapabilitiesDevice;
import org.lwjgl.vulkan.VkDevice;

/** Which extensions a device was created with, as LWJGL read them from its VkDeviceCreateInfo. */
final class EnabledExtensions {

    private enum Answer {
        ON,
        OFF,
        UNKNOWN
    }

    private final VKCapabilitiesDevice capabilities;
    private final String deviceName;
    private final Map<String, Answer> known = new ConcurrentHashMap<>();
    private final ExternalMemoryHandleTypes missing;

    EnabledExtensions(VkDevice device, String deviceName) {
        this.capabilities = device.getCapabilities();
        this.deviceName = deviceName;
        this.missing = ExternalMemoryHandleTypes.of(Stream.of(ExternalMemoryHandleType.values())
                .filter(type -> !has(type.extension()))
                .toArray(ExternalMemoryHandleType[]::new));
    }

    /** {@return whether LWJGL knows the extension and found it enabled} */
    boolean isOn(String extension) {
        return answer(extension) == Answer.ON;
    }

    /** {@return whether the extension may be used: it is on, or LWJGL does not know it and cannot say} */
    boolean has(String extension) {
        return answer(extension) != Answer.OFF;
    }

    /** Every allocation comes here, and a lookup is cheaper where the answer is known. */
    private Answer answer(String extension) {
        Answer answer = known.get(extension);
        return answer != null ? answer : known.computeIfAbsent(extension, this::ask);
    }

    private Answer ask(String extension) {
        if (!extension.startsWith("VK_")) {
            return Answer.UNKNOWN;
        }
        try {
            return VKCapabilitiesDevice.class.getField(extension).getBoolean(capabilities) ? Answer.ON : Answer.OFF;
        } catch (NoSuchFieldException unknownToLwjgl) {
            return Answer.UNKNOWN;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * @throws MissingExtensionException if the device cannot know one of the structures
     */
    void requireFor(PNextList<?> chain) {
        if (chain.count(structure -> isMissing(structure.type())) > 0) {
            for (Structure structure : chain) {
                if (isMissing(structure.type())) {
                    require(
                            Objects.requireNonNull(structure.type().extension()),
                            structure.type().name());
                }
            }
        }
    }

    /**
     * @throws MissingExtensionException if the device cannot know one of the handle types
     */
    void requireFor(ExternalMemoryHandleTypes handleTypes) {
        if ((handleTypes.bits() & missing.bits()) != 0) {
            handleTypes.forEach(this::requireFor);
        }
    }

    /**
     * @throws MissingExtensionException if the device cannot know the handle type
     */
    void requireFor(ExternalMemoryHandleType handleType) {
        if (missing.contains(handleType)) {
            require(handleType.extension(), "handle type " + handleType);
        }
    }

    private boolean isMissing(StructureType<?> structure) {
        String extension = structure.extension();
        boolean core = structure.coreSince() != 0 && capabilities.apiVersion >= structure.coreSince();
        return extension != null && !core && !has(extension);
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
