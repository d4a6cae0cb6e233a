package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;

/**
 * A kind of Metal object that may be exported from a Vulkan object.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExportMetalObjectTypeFlagBitsEXT.html">
 *     VkExportMetalObjectTypeFlagBitsEXT</a>
 */
public enum ExportMetalObjectTypeEXT implements Flag {
    /** {@code VK_EXPORT_METAL_OBJECT_TYPE_METAL_DEVICE_BIT_EXT}. */
    METAL_DEVICE(0x1),
    /** {@code VK_EXPORT_METAL_OBJECT_TYPE_METAL_COMMAND_QUEUE_BIT_EXT}. */
    METAL_COMMAND_QUEUE(0x2),
    /** {@code VK_EXPORT_METAL_OBJECT_TYPE_METAL_BUFFER_BIT_EXT}. */
    METAL_BUFFER(0x4),
    /** {@code VK_EXPORT_METAL_OBJECT_TYPE_METAL_TEXTURE_BIT_EXT}. */
    METAL_TEXTURE(0x8),
    /** {@code VK_EXPORT_METAL_OBJECT_TYPE_METAL_IOSURFACE_BIT_EXT}. */
    METAL_IOSURFACE(0x10),
    /** {@code VK_EXPORT_METAL_OBJECT_TYPE_METAL_SHARED_EVENT_BIT_EXT}. */
    METAL_SHARED_EVENT(0x20);

    private final int bit;

    ExportMetalObjectTypeEXT(int bit) {
        this.bit = bit;
    }

    /**
     * Finds the type of a bit.
     *
     * @param bit a {@code VkExportMetalObjectTypeFlagBitsEXT} value
     * @return its type
     * @throws ValidUsageException if {@code bit} is not exactly one known bit
     *     (VUID-VkExportMetalObjectCreateInfoEXT-exportObjectType-parameter)
     */
    public static ExportMetalObjectTypeEXT ofBit(int bit) {
        for (ExportMetalObjectTypeEXT type : values()) {
            if (type.bit == bit) {
                return type;
            }
        }
        throw new ValidUsageException(
                "VUID-VkExportMetalObjectCreateInfoEXT-exportObjectType-parameter",
                "exportObjectType is 0x" + Integer.toHexString(bit),
                "use one VkExportMetalObjectTypeFlagBitsEXT value, and a structure for each");
    }

    @Override
    public int bit() {
        return bit;
    }
}
