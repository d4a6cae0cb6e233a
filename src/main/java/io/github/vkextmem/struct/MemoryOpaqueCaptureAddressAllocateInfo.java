package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkMemoryOpaqueCaptureAddressAllocateInfo;

/**
 * The address that memory is to get again, as vkGetDeviceMemoryOpaqueCaptureAddress gave it when it was captured.
 *
 * @param opaqueCaptureAddress the address; 0: any
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryOpaqueCaptureAddressAllocateInfo.html">
 *     VkMemoryOpaqueCaptureAddressAllocateInfo</a>
 */
public record MemoryOpaqueCaptureAddressAllocateInfo(long opaqueCaptureAddress) implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkMemoryOpaqueCaptureAddressAllocateInfo. */
    public static final StructureType<MemoryOpaqueCaptureAddressAllocateInfo> TYPE = StructureType.of(
                    "VkMemoryOpaqueCaptureAddressAllocateInfo",
                    VK12.VK_STRUCTURE_TYPE_MEMORY_OPAQUE_CAPTURE_ADDRESS_ALLOCATE_INFO,
                    VkMemoryOpaqueCaptureAddressAllocateInfo.SIZEOF,
                    MemoryOpaqueCaptureAddressAllocateInfo::read)
            .from("VK_KHR_buffer_device_address", VK12.VK_API_VERSION_1_2);

    /** {@return the structure for an address} */
    public static MemoryOpaqueCaptureAddressAllocateInfo of(long opaqueCaptureAddress) {
        return new MemoryOpaqueCaptureAddressAllocateInfo(opaqueCaptureAddress);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static MemoryOpaqueCaptureAddressAllocateInfo read(VkMemoryOpaqueCaptureAddressAllocateInfo struct) {
        return read(struct.address());
    }

    private static MemoryOpaqueCaptureAddressAllocateInfo read(long address) {
        return new MemoryOpaqueCaptureAddressAllocateInfo(
                VkMemoryOpaqueCaptureAddressAllocateInfo.nopaqueCaptureAddress(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkMemoryOpaqueCaptureAddressAllocateInfo marshal(MemoryStack stack) {
        return VkMemoryOpaqueCaptureAddressAllocateInfo.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryOpaqueCaptureAddressAllocateInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkMemoryOpaqueCaptureAddressAllocateInfo.OPAQUECAPTUREADDRESS, opaqueCaptureAddress);
    }

    @Override
    public void check(PNextList<?> chain, Findings findings) {
        MemoryAllocateInfoRules.captureAddress(this, chain, findings);
    }

    /** {@return the address in hexadecimal} */
    @Override
    public String toString() {
        return "MemoryOpaqueCaptureAddressAllocateInfo[opaqueCaptureAddress=0x" + Long.toHexString(opaqueCaptureAddress)
                + "]";
    }
}
