package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutInt;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkMemoryAllocateFlagsInfo;

/**
 * How memory is allocated beyond its size and type.
 *
 * @param flags the flags
 * @param deviceMask the physical devices of a device group that get an instance, bit {@code i} for device {@code i}; ignored without
 *     {@link MemoryAllocateFlag#DEVICE_MASK}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateFlagsInfo.html">
 *     VkMemoryAllocateFlagsInfo</a>
 */
public record MemoryAllocateFlagsInfo(MemoryAllocateFlags flags, int deviceMask) implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkMemoryAllocateFlagsInfo. */
    public static final StructureType<MemoryAllocateFlagsInfo> TYPE = StructureType.of(
                    "VkMemoryAllocateFlagsInfo",
                    VK11.VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_FLAGS_INFO,
                    VkMemoryAllocateFlagsInfo.SIZEOF,
                    MemoryAllocateFlagsInfo::read)
            .from("VK_KHR_device_group", VK11.VK_API_VERSION_1_1);

    /**
     * @throws ValidUsageException if the mask is to be used and empty (VUID-VkMemoryAllocateFlagsInfo-deviceMask-00676)
     */
    public MemoryAllocateFlagsInfo {
        // VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675: which bits are devices, the device knows.
        if (flags.contains(MemoryAllocateFlag.DEVICE_MASK) && deviceMask == 0) {
            throw new ValidUsageException(
                    "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00676",
                    "flags has DEVICE_MASK, and deviceMask is 0",
                    "set the bit of at least one physical device");
        }
    }

    /** {@return the structure for flags other than {@link MemoryAllocateFlag#DEVICE_MASK}} */
    public static MemoryAllocateFlagsInfo of(MemoryAllocateFlag... flags) {
        return new MemoryAllocateFlagsInfo(MemoryAllocateFlags.of(flags), 0);
    }

    /** {@return the same for some physical devices of a device group} */
    public MemoryAllocateFlagsInfo withDeviceMask(int deviceMask) {
        return new MemoryAllocateFlagsInfo(flags.with(MemoryAllocateFlag.DEVICE_MASK), deviceMask);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static MemoryAllocateFlagsInfo read(VkMemoryAllocateFlagsInfo struct) {
        return read(struct.address());
    }

    private static MemoryAllocateFlagsInfo read(long address) {
        return new MemoryAllocateFlagsInfo(
                MemoryAllocateFlags.ofBits(VkMemoryAllocateFlagsInfo.nflags(address)),
                VkMemoryAllocateFlagsInfo.ndeviceMask(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkMemoryAllocateFlagsInfo marshal(MemoryStack stack) {
        return VkMemoryAllocateFlagsInfo.create(Block.marshal(this, stack));
    }

    /** VUID-VkMemoryAllocateFlagsInfo-flags-10760: what is imported has its contents. */
    @Override
    public void check(PNextList<?> chain, Findings findings) {
        if (flags.contains(MemoryAllocateFlag.ZERO_INITIALIZE_EXT) && chain.count(ImportOperation::isImport) > 0) {
            findings.add(
                    "VUID-VkMemoryAllocateFlagsInfo-flags-10760",
                    "the allocation imports, and flags is " + flags,
                    "leave ZERO_INITIALIZE_EXT out");
        }
        if (flags.unknownBits() != 0) {
            findings.add(
                    "VUID-VkMemoryAllocateFlagsInfo-flags-parameter",
                    "flags has bits that are no flags: 0x" + Integer.toHexString(flags.unknownBits()),
                    "use the constants of the enumeration");
        }
        // VUID-VkMemoryAllocateFlagsInfo-flags-10761: which memory types are protected, the device knows.
    }

    @Override
    public StructureType<MemoryAllocateFlagsInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutInt(address + VkMemoryAllocateFlagsInfo.FLAGS, flags.bits());
        memPutInt(address + VkMemoryAllocateFlagsInfo.DEVICEMASK, deviceMask);
    }

    /** {@return the members, the mask in hexadecimal} */
    @Override
    public String toString() {
        return "MemoryAllocateFlagsInfo[flags=" + flags + ", deviceMask=0x" + Integer.toHexString(deviceMask) + "]";
    }
}
