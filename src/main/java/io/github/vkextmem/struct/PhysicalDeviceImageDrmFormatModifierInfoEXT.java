package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkPhysicalDeviceImageDrmFormatModifierInfoEXT;

/**
 * What a kind of image is asked about in vkGetPhysicalDeviceImageFormatProperties2: a Linux DRM format modifier.
 *
 * <p>{@code sharingMode} follows from the queue families: VK_SHARING_MODE_EXCLUSIVE without, VK_SHARING_MODE_CONCURRENT with
 * any.
 *
 * @param drmFormatModifier the modifier, any value
 * @param queueFamilyIndices the queue families that share the image, two or more; empty: one at a time has it
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceImageDrmFormatModifierInfoEXT.html">
 *     VkPhysicalDeviceImageDrmFormatModifierInfoEXT</a>
 */
public record PhysicalDeviceImageDrmFormatModifierInfoEXT(long drmFormatModifier, List<Integer> queueFamilyIndices)
        implements ExtendsPhysicalDeviceImageFormatInfo2 {

    /** What is true of every VkPhysicalDeviceImageDrmFormatModifierInfoEXT. */
    public static final StructureType<PhysicalDeviceImageDrmFormatModifierInfoEXT> TYPE = StructureType.of(
                    "VkPhysicalDeviceImageDrmFormatModifierInfoEXT",
                    EXTImageDrmFormatModifier.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_IMAGE_DRM_FORMAT_MODIFIER_INFO_EXT,
                    VkPhysicalDeviceImageDrmFormatModifierInfoEXT.SIZEOF,
                    PhysicalDeviceImageDrmFormatModifierInfoEXT::read)
            .from("VK_EXT_image_drm_format_modifier");

    /**
     * @throws ValidUsageException if one queue family alone is given (VUID-VkPhysicalDeviceImageDrmFormatModifierInfoEXT-sharingMode-02315), or
     *     one is given twice (VUID-VkPhysicalDeviceImageDrmFormatModifierInfoEXT-sharingMode-02316)
     */
    public PhysicalDeviceImageDrmFormatModifierInfoEXT {
        queueFamilyIndices = List.copyOf(queueFamilyIndices);
        if (queueFamilyIndices.size() == 1) {
            throw new ValidUsageException(
                    "VUID-VkPhysicalDeviceImageDrmFormatModifierInfoEXT-sharingMode-02315",
                    "the image is shared by one queue family: " + queueFamilyIndices,
                    "give all that share it, or none");
        }
        if (Set.copyOf(queueFamilyIndices).size() != queueFamilyIndices.size()) {
            throw new ValidUsageException(
                    "VUID-VkPhysicalDeviceImageDrmFormatModifierInfoEXT-sharingMode-02316",
                    "a queue family is given twice: " + queueFamilyIndices,
                    "give each once");
        }
    }

    /** {@return the structure for an image that one queue family at a time has} */
    public static PhysicalDeviceImageDrmFormatModifierInfoEXT of(long drmFormatModifier) {
        return new PhysicalDeviceImageDrmFormatModifierInfoEXT(drmFormatModifier, List.of());
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static PhysicalDeviceImageDrmFormatModifierInfoEXT read(
            VkPhysicalDeviceImageDrmFormatModifierInfoEXT struct) {
        return read(struct.address());
    }

    private static PhysicalDeviceImageDrmFormatModifierInfoEXT read(long address) {
        List<Integer> indices = new ArrayList<>();
        // Without CONCURRENT the array is ignored, and its pointer may be anything.
        if (VkPhysicalDeviceImageDrmFormatModifierInfoEXT.nsharingMode(address) == VK10.VK_SHARING_MODE_CONCURRENT) {
            long array = memGetAddress(address + VkPhysicalDeviceImageDrmFormatModifierInfoEXT.PQUEUEFAMILYINDICES);
            for (int i = 0; i < VkPhysicalDeviceImageDrmFormatModifierInfoEXT.nqueueFamilyIndexCount(address); i++) {
                indices.add(memGetInt(array + 4L * i));
            }
        }
        return new PhysicalDeviceImageDrmFormatModifierInfoEXT(
                VkPhysicalDeviceImageDrmFormatModifierInfoEXT.ndrmFormatModifier(address), indices);
    }

    /** {@return the structure alone, on a stack} */
    public VkPhysicalDeviceImageDrmFormatModifierInfoEXT marshal(MemoryStack stack) {
        return VkPhysicalDeviceImageDrmFormatModifierInfoEXT.create(Block.marshal(this, stack));
    }

    /** {@return the VkSharingMode} */
    public int sharingMode() {
        return queueFamilyIndices.isEmpty() ? VK10.VK_SHARING_MODE_EXCLUSIVE : VK10.VK_SHARING_MODE_CONCURRENT;
    }

    @Override
    public StructureType<PhysicalDeviceImageDrmFormatModifierInfoEXT> type() {
        return TYPE;
    }

    @Override
    public int byteSize() {
        return TYPE.sizeof() + ((4 * queueFamilyIndices.size() + 7) & ~7);
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        long behind = address + VkPhysicalDeviceImageDrmFormatModifierInfoEXT.SIZEOF;
        int count = queueFamilyIndices.size();
        memPutLong(address + VkPhysicalDeviceImageDrmFormatModifierInfoEXT.DRMFORMATMODIFIER, drmFormatModifier);
        memPutInt(address + VkPhysicalDeviceImageDrmFormatModifierInfoEXT.SHARINGMODE, sharingMode());
        memPutInt(address + VkPhysicalDeviceImageDrmFormatModifierInfoEXT.QUEUEFAMILYINDEXCOUNT, count);
        memPutLong(
                address + VkPhysicalDeviceImageDrmFormatModifierInfoEXT.PQUEUEFAMILYINDICES, count == 0 ? 0 : behind);
        for (int i = 0; i < count; i++) {
            memPutInt(behind + 4L * i, queueFamilyIndices.get(i));
        }
        if ((count & 1) != 0) {
            memPutInt(behind + 4L * count, 0);
        }
    }

    /** {@return the members, the modifier in hexadecimal} */
    @Override
    public String toString() {
        return "PhysicalDeviceImageDrmFormatModifierInfoEXT[drmFormatModifier=0x" + Long.toHexString(drmFormatModifier)
                + ", queueFamilyIndices=" + queueFamilyIndices + "]";
    }
}
