package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutInt;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalBufferInfo;

/**
 * What vkGetPhysicalDeviceExternalBufferProperties is asked: what a device can do with a handle type for a kind of buffer.
 *
 * <p>The masks are LWJGL's constants; newer drivers may know bits that this library does not, so none is refused
 * (VUID-VkPhysicalDeviceExternalBufferInfo-flags-parameter, VUID-VkPhysicalDeviceExternalBufferInfo-usage-parameter).
 *
 * @param flags a VkBufferCreateFlags mask
 * @param usage a VkBufferUsageFlags mask
 * @param handleType the handle type
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceExternalBufferInfo.html">
 *     VkPhysicalDeviceExternalBufferInfo</a>
 */
public record PhysicalDeviceExternalBufferInfo(int flags, int usage, ExternalMemoryHandleType handleType)
        implements Structure {

    /** What is true of every VkPhysicalDeviceExternalBufferInfo. */
    public static final StructureType<PhysicalDeviceExternalBufferInfo> TYPE = StructureType.of(
                    "VkPhysicalDeviceExternalBufferInfo",
                    VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_BUFFER_INFO,
                    VkPhysicalDeviceExternalBufferInfo.SIZEOF,
                    PhysicalDeviceExternalBufferInfo::read)
            .from("VK_KHR_external_memory_capabilities", VK11.VK_API_VERSION_1_1);

    /**
     * @throws ValidUsageException if {@code usage} is 0 (VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask)
     */
    public PhysicalDeviceExternalBufferInfo {
        if (usage == 0) {
            throw new ValidUsageException(
                    "VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask",
                    "usage is 0",
                    "say what the buffer is for, as VK_BUFFER_USAGE_TRANSFER_SRC_BIT");
        }
    }

    /** {@return the structure for a handle type and a VkBufferUsageFlags mask, without creation flags} */
    public static PhysicalDeviceExternalBufferInfo of(ExternalMemoryHandleType handleType, int usage) {
        return new PhysicalDeviceExternalBufferInfo(0, usage, handleType);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static PhysicalDeviceExternalBufferInfo read(VkPhysicalDeviceExternalBufferInfo struct) {
        return read(struct.address());
    }

    private static PhysicalDeviceExternalBufferInfo read(long address) {
        return new PhysicalDeviceExternalBufferInfo(
                VkPhysicalDeviceExternalBufferInfo.nflags(address),
                VkPhysicalDeviceExternalBufferInfo.nusage(address),
                HandleTypeRules.ofBit(TYPE, VkPhysicalDeviceExternalBufferInfo.nhandleType(address)));
    }

    /** {@return the structure on a stack} */
    public VkPhysicalDeviceExternalBufferInfo marshal(MemoryStack stack) {
        return VkPhysicalDeviceExternalBufferInfo.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<PhysicalDeviceExternalBufferInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutInt(address + VkPhysicalDeviceExternalBufferInfo.FLAGS, flags);
        memPutInt(address + VkPhysicalDeviceExternalBufferInfo.USAGE, usage);
        StructBytes.putPaddedInt(address + VkPhysicalDeviceExternalBufferInfo.HANDLETYPE, handleType.bit());
    }

    /** {@return the members, the masks in hexadecimal} */
    @Override
    public String toString() {
        return "PhysicalDeviceExternalBufferInfo[flags=0x" + Integer.toHexString(flags) + ", usage=0x"
                + Integer.toHexString(usage) + ", handleType=" + handleType + "]";
    }
}
