package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VkImageDrmFormatModifierExplicitCreateInfoEXT;

/**
 * The Linux DRM format modifier of an image, and where its planes lie, as the exporter of a dma-buf says.
 *
 * @param drmFormatModifier the modifier
 * @param planeLayouts a layout for each memory plane; {@code size} is 0 in each
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageDrmFormatModifierExplicitCreateInfoEXT.html">
 *     VkImageDrmFormatModifierExplicitCreateInfoEXT</a>
 */
public record ImageDrmFormatModifierExplicitCreateInfoEXT(long drmFormatModifier, List<SubresourceLayout> planeLayouts)
        implements ExtendsImageCreateInfo {

    /** What is true of every VkImageDrmFormatModifierExplicitCreateInfoEXT. */
    public static final StructureType<ImageDrmFormatModifierExplicitCreateInfoEXT> TYPE = StructureType.of(
                    "VkImageDrmFormatModifierExplicitCreateInfoEXT",
                    EXTImageDrmFormatModifier.VK_STRUCTURE_TYPE_IMAGE_DRM_FORMAT_MODIFIER_EXPLICIT_CREATE_INFO_EXT,
                    VkImageDrmFormatModifierExplicitCreateInfoEXT.SIZEOF,
                    ImageDrmFormatModifierExplicitCreateInfoEXT::read)
            .from("VK_EXT_image_drm_format_modifier");

    /**
     * @throws ValidUsageException if a layout has a size (VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-size-02267)
     */
    public ImageDrmFormatModifierExplicitCreateInfoEXT {
        planeLayouts = List.copyOf(planeLayouts);
        for (SubresourceLayout layout : planeLayouts) {
            if (layout.size() != 0) {
                throw new ValidUsageException(
                        "VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-size-02267",
                        "the size of a plane is given: " + layout,
                        "let it be 0; the driver computes it");
            }
        }
    }

    /** {@return the structure for an image with one memory plane} */
    public static ImageDrmFormatModifierExplicitCreateInfoEXT of(
            long drmFormatModifier, SubresourceLayout planeLayout) {
        return new ImageDrmFormatModifierExplicitCreateInfoEXT(drmFormatModifier, List.of(planeLayout));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImageDrmFormatModifierExplicitCreateInfoEXT read(
            VkImageDrmFormatModifierExplicitCreateInfoEXT struct) {
        return read(struct.address());
    }

    private static ImageDrmFormatModifierExplicitCreateInfoEXT read(long address) {
        long layouts = memGetAddress(address + VkImageDrmFormatModifierExplicitCreateInfoEXT.PPLANELAYOUTS);
        List<SubresourceLayout> list = new ArrayList<>();
        for (int i = 0; i < VkImageDrmFormatModifierExplicitCreateInfoEXT.ndrmFormatModifierPlaneCount(address); i++) {
            list.add(SubresourceLayout.read(layouts + (long) SubresourceLayout.SIZEOF * i));
        }
        return new ImageDrmFormatModifierExplicitCreateInfoEXT(
                VkImageDrmFormatModifierExplicitCreateInfoEXT.ndrmFormatModifier(address), list);
    }

    /** {@return the structure alone, on a stack} */
    public VkImageDrmFormatModifierExplicitCreateInfoEXT marshal(MemoryStack stack) {
        return VkImageDrmFormatModifierExplicitCreateInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ImageDrmFormatModifierExplicitCreateInfoEXT> type() {
        return TYPE;
    }

    @Override
    public int byteSize() {
        return TYPE.sizeof() + SubresourceLayout.SIZEOF * planeLayouts.size();
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        long behind = address + VkImageDrmFormatModifierExplicitCreateInfoEXT.SIZEOF;
        memPutLong(address + VkImageDrmFormatModifierExplicitCreateInfoEXT.DRMFORMATMODIFIER, drmFormatModifier);
        StructBytes.putPaddedInt(
                address + VkImageDrmFormatModifierExplicitCreateInfoEXT.DRMFORMATMODIFIERPLANECOUNT,
                planeLayouts.size());
        memPutLong(
                address + VkImageDrmFormatModifierExplicitCreateInfoEXT.PPLANELAYOUTS,
                planeLayouts.isEmpty() ? 0 : behind);
        for (int i = 0; i < planeLayouts.size(); i++) {
            planeLayouts.get(i).write(behind + (long) SubresourceLayout.SIZEOF * i);
        }
    }

    /** {@return the members, the modifier in hexadecimal} */
    @Override
    public String toString() {
        return "ImageDrmFormatModifierExplicitCreateInfoEXT[drmFormatModifier=0x" + Long.toHexString(drmFormatModifier)
                + ", planeLayouts=" + planeLayouts + "]";
    }
}
