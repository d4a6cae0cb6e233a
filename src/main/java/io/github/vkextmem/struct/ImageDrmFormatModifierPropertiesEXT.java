package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VkImageDrmFormatModifierPropertiesEXT;

/**
 * The Linux DRM format modifier that an image got, as vkGetImageDrmFormatModifierPropertiesEXT answers.
 *
 * @param drmFormatModifier the modifier
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageDrmFormatModifierPropertiesEXT.html">
 *     VkImageDrmFormatModifierPropertiesEXT</a>
 */
public record ImageDrmFormatModifierPropertiesEXT(long drmFormatModifier) implements Structure {

    /** What is true of every VkImageDrmFormatModifierPropertiesEXT. */
    public static final StructureType<ImageDrmFormatModifierPropertiesEXT> TYPE = StructureType.of(
                    "VkImageDrmFormatModifierPropertiesEXT",
                    EXTImageDrmFormatModifier.VK_STRUCTURE_TYPE_IMAGE_DRM_FORMAT_MODIFIER_PROPERTIES_EXT,
                    VkImageDrmFormatModifierPropertiesEXT.SIZEOF,
                    ImageDrmFormatModifierPropertiesEXT::read)
            .from("VK_EXT_image_drm_format_modifier");

    /** {@return the values of an LWJGL struct} */
    public static ImageDrmFormatModifierPropertiesEXT read(VkImageDrmFormatModifierPropertiesEXT struct) {
        return read(struct.address());
    }

    private static ImageDrmFormatModifierPropertiesEXT read(long address) {
        return new ImageDrmFormatModifierPropertiesEXT(
                VkImageDrmFormatModifierPropertiesEXT.ndrmFormatModifier(address));
    }

    /** {@return the structure on a stack} */
    public VkImageDrmFormatModifierPropertiesEXT marshal(MemoryStack stack) {
        return VkImageDrmFormatModifierPropertiesEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ImageDrmFormatModifierPropertiesEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkImageDrmFormatModifierPropertiesEXT.DRMFORMATMODIFIER, drmFormatModifier);
    }

    /** {@return the modifier in hexadecimal} */
    @Override
    public String toString() {
        return "ImageDrmFormatModifierPropertiesEXT[drmFormatModifier=0x" + Long.toHexString(drmFormatModifier) + "]";
    }
}
