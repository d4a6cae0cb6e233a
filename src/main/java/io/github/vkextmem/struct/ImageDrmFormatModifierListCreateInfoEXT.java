package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VkImageDrmFormatModifierListCreateInfoEXT;

/**
 * The Linux DRM format modifiers among which the driver chooses one for an image.
 *
 * @param drmFormatModifiers the modifiers, {@code DRM_FORMAT_MOD_LINEAR} (0) among them or not; at least one
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageDrmFormatModifierListCreateInfoEXT.html">
 *     VkImageDrmFormatModifierListCreateInfoEXT</a>
 */
public record ImageDrmFormatModifierListCreateInfoEXT(List<Long> drmFormatModifiers) implements ExtendsImageCreateInfo {

    /** What is true of every VkImageDrmFormatModifierListCreateInfoEXT. */
    public static final StructureType<ImageDrmFormatModifierListCreateInfoEXT> TYPE = StructureType.of(
                    "VkImageDrmFormatModifierListCreateInfoEXT",
                    EXTImageDrmFormatModifier.VK_STRUCTURE_TYPE_IMAGE_DRM_FORMAT_MODIFIER_LIST_CREATE_INFO_EXT,
                    VkImageDrmFormatModifierListCreateInfoEXT.SIZEOF,
                    ImageDrmFormatModifierListCreateInfoEXT::read)
            .from("VK_EXT_image_drm_format_modifier");

    /**
     * @throws ValidUsageException if there are none (VUID-VkImageDrmFormatModifierListCreateInfoEXT-drmFormatModifierCount-arraylength)
     */
    public ImageDrmFormatModifierListCreateInfoEXT {
        drmFormatModifiers = List.copyOf(drmFormatModifiers);
        if (drmFormatModifiers.isEmpty()) {
            throw new ValidUsageException(
                    "VUID-VkImageDrmFormatModifierListCreateInfoEXT-drmFormatModifierCount-arraylength",
                    "no modifier is given",
                    "give at least one that the format has");
        }
    }

    /** {@return the structure for modifiers} */
    public static ImageDrmFormatModifierListCreateInfoEXT of(Long... drmFormatModifiers) {
        return new ImageDrmFormatModifierListCreateInfoEXT(List.of(drmFormatModifiers));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImageDrmFormatModifierListCreateInfoEXT read(VkImageDrmFormatModifierListCreateInfoEXT struct) {
        return read(struct.address());
    }

    private static ImageDrmFormatModifierListCreateInfoEXT read(long address) {
        long modifiers = memGetAddress(address + VkImageDrmFormatModifierListCreateInfoEXT.PDRMFORMATMODIFIERS);
        List<Long> list = new ArrayList<>();
        for (int i = 0; i < VkImageDrmFormatModifierListCreateInfoEXT.ndrmFormatModifierCount(address); i++) {
            list.add(memGetLong(modifiers + 8L * i));
        }
        return new ImageDrmFormatModifierListCreateInfoEXT(list);
    }

    /** {@return the structure alone, on a stack} */
    public VkImageDrmFormatModifierListCreateInfoEXT marshal(MemoryStack stack) {
        return VkImageDrmFormatModifierListCreateInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ImageDrmFormatModifierListCreateInfoEXT> type() {
        return TYPE;
    }

    @Override
    public int byteSize() {
        return TYPE.sizeof() + 8 * drmFormatModifiers.size();
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        long behind = address + VkImageDrmFormatModifierListCreateInfoEXT.SIZEOF;
        StructBytes.putPaddedInt(
                address + VkImageDrmFormatModifierListCreateInfoEXT.DRMFORMATMODIFIERCOUNT, drmFormatModifiers.size());
        memPutLong(address + VkImageDrmFormatModifierListCreateInfoEXT.PDRMFORMATMODIFIERS, behind);
        for (int i = 0; i < drmFormatModifiers.size(); i++) {
            memPutLong(behind + 8L * i, drmFormatModifiers.get(i));
        }
    }

    /** {@return the modifiers in hexadecimal} */
    @Override
    public String toString() {
        return "ImageDrmFormatModifierListCreateInfoEXT[drmFormatModifiers="
                + drmFormatModifiers.stream()
                        .map(modifier -> "0x" + Long.toHexString(modifier))
                        .toList() + "]";
    }
}
