package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVExternalMemoryRdma;
import org.lwjgl.vulkan.VkMemoryGetRemoteAddressInfoNV;

/**
 * What vkGetMemoryRemoteAddressNV is asked for: the address by which other devices of the bus reach a memory. It may have
 * no chain, and so offers none.
 *
 * @param memory a {@code VkDeviceMemory}, which the structure does not own
 * @param handleType what to export it as
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryGetRemoteAddressInfoNV.html">
 *     VkMemoryGetRemoteAddressInfoNV</a>
 */
public record MemoryGetRemoteAddressInfoNV(long memory, ExternalMemoryHandleType handleType) implements Structure {

    /** What is true of every VkMemoryGetRemoteAddressInfoNV. */
    public static final StructureType<MemoryGetRemoteAddressInfoNV> TYPE = StructureType.of(
                    "VkMemoryGetRemoteAddressInfoNV",
                    NVExternalMemoryRdma.VK_STRUCTURE_TYPE_MEMORY_GET_REMOTE_ADDRESS_INFO_NV,
                    VkMemoryGetRemoteAddressInfoNV.SIZEOF,
                    MemoryGetRemoteAddressInfoNV::read)
            .from("VK_NV_external_memory_rdma");

    /**
     * @throws ValidUsageException if {@code memory} is 0 (VUID-VkMemoryGetRemoteAddressInfoNV-memory-parameter)
     */
    public MemoryGetRemoteAddressInfoNV {
        HandleTypeRules.requireMemory(TYPE, memory);
    }

    /** {@return the structure for a memory and a handle type} */
    public static MemoryGetRemoteAddressInfoNV of(long memory, ExternalMemoryHandleType handleType) {
        return new MemoryGetRemoteAddressInfoNV(memory, handleType);
    }

    /** {@return the values of an LWJGL struct} */
    public static MemoryGetRemoteAddressInfoNV read(VkMemoryGetRemoteAddressInfoNV struct) {
        return read(struct.address());
    }

    private static MemoryGetRemoteAddressInfoNV read(long address) {
        return new MemoryGetRemoteAddressInfoNV(
                VkMemoryGetRemoteAddressInfoNV.nmemory(address),
                HandleTypeRules.ofBit(TYPE, VkMemoryGetRemoteAddressInfoNV.nhandleType(address)));
    }

    /** {@return the structure on a stack} */
    public VkMemoryGetRemoteAddressInfoNV marshal(MemoryStack stack) {
        return VkMemoryGetRemoteAddressInfoNV.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryGetRemoteAddressInfoNV> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkMemoryGetRemoteAddressInfoNV.MEMORY, memory);
        StructBytes.putPaddedInt(address + VkMemoryGetRemoteAddressInfoNV.HANDLETYPE, handleType.bit());
    }

    /** {@return the members, the memory in hexadecimal} */
    @Override
    public String toString() {
        return "MemoryGetRemoteAddressInfoNV[memory=0x" + Long.toHexString(memory) + ", handleType=" + handleType + "]";
    }
}
