package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VkDrmFormatModifierPropertiesListEXT;

/**
 * The Linux DRM format modifiers that a format has, as vkGetPhysicalDeviceFormatProperties2 answers.
 *
 * <p>It is asked twice: its {@link #TYPE} among the outputs of {@link Parents#FORMAT_PROPERTIES_2} gives the count, and then
 * {@link #room} in a tail gives the modifiers themselves.
 *
 * @param drmFormatModifierCount how many modifiers there are, or were written
 * @param drmFormatModifierProperties that many modifiers; empty: only their count was asked for
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDrmFormatModifierPropertiesListEXT.html">
 *     VkDrmFormatModifierPropertiesListEXT</a>
 */
public record DrmFormatModifierPropertiesListEXT(
        int drmFormatModifierCount, List<DrmFormatModifierPropertiesEXT> drmFormatModifierProperties)
        implements ExtendsFormatProperties2 {

    /** What is true of every VkDrmFormatModifierPropertiesListEXT. */
    public static final StructureType<DrmFormatModifierPropertiesListEXT> TYPE = StructureType.of(
                    "VkDrmFormatModifierPropertiesListEXT",
                    EXTImageDrmFormatModifier.VK_STRUCTURE_TYPE_DRM_FORMAT_MODIFIER_PROPERTIES_LIST_EXT,
                    VkDrmFormatModifierPropertiesListEXT.SIZEOF,
                    DrmFormatModifierPropertiesListEXT::read)
            .from("VK_EXT_image_drm_format_modifier");

    /**
     * @throws IllegalArgumentException if there are modifiers, but not as many as the count says
     */
    public DrmFormatModifierPropertiesListEXT {
        drmFormatModifierProperties = List.copyOf(drmFormatModifierProperties);
        if (!drmFormatModifierProperties.isEmpty() && drmFormatModifierProperties.size() != drmFormatModifierCount) {
            throw new IllegalArgumentException("there are " + drmFormatModifierProperties.size()
                    + " modifiers, and the count says " + drmFormatModifierCount);
        }
    }

    /** {@return room for a number of modifiers, for the driver to fill} */
    public static DrmFormatModifierPropertiesListEXT room(int drmFormatModifierCount) {
        return new DrmFormatModifierPropertiesListEXT(
                drmFormatModifierCount,
                Collections.nCopies(drmFormatModifierCount, new DrmFormatModifierPropertiesEXT(0, 0, 0)));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static DrmFormatModifierPropertiesListEXT read(VkDrmFormatModifierPropertiesListEXT struct) {
        return read(struct.address());
    }

    private static DrmFormatModifierPropertiesListEXT read(long address) {
        int count = VkDrmFormatModifierPropertiesListEXT.ndrmFormatModifierCount(address);
        long array = memGetAddress(address + VkDrmFormatModifierPropertiesListEXT.PDRMFORMATMODIFIERPROPERTIES);
        List<DrmFormatModifierPropertiesEXT> list = new ArrayList<>();
        for (int i = 0; array != 0 && i < count; i++) {
            list.add(DrmFormatModifierPropertiesEXT.read(array + (long) DrmFormatModifierPropertiesEXT.SIZEOF * i));
        }
        return new DrmFormatModifierPropertiesListEXT(count, list);
    }

    /** {@return the structure alone, on a stack} */
    public VkDrmFormatModifierPropertiesListEXT marshal(MemoryStack stack) {
        return VkDrmFormatModifierPropertiesListEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<DrmFormatModifierPropertiesListEXT> type() {
        return TYPE;
    }

    @Override
    public int byteSize() {
        return TYPE.sizeof() + DrmFormatModifierPropertiesEXT.SIZEOF * drmFormatModifierProperties.size();
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        long behind = address + VkDrmFormatModifierPropertiesListEXT.SIZEOF;
        int size = drmFormatModifierProperties.size();
        StructBytes.putPaddedInt(
                address + VkDrmFormatModifierPropertiesListEXT.DRMFORMATMODIFIERCOUNT, drmFormatModifierCount);
        memPutLong(address + VkDrmFormatModifierPropertiesListEXT.PDRMFORMATMODIFIERPROPERTIES, size == 0 ? 0 : behind);
        for (int i = 0; i < size; i++) {
            drmFormatModifierProperties.get(i).write(behind + (long) DrmFormatModifierPropertiesEXT.SIZEOF * i);
        }
    }
}
