package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VkMemoryGetFdInfoKHR;

/**
 * What vkGetMemoryFdKHR is asked for: a POSIX file descriptor of a memory. It may have no chain, and so offers none.
 *
 * @param memory a {@code VkDeviceMemory}, which the structure does not own
 * @param handleType what to export it as
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryGetFdInfoKHR.html">
 *     VkMemoryGetFdInfoKHR</a>
 */
public record MemoryGetFdInfoKHR(long memory, ExternalMemoryHandleType handleType) implements Structure {

    /** What is true of every VkMemoryGetFdInfoKHR. */
    public static final StructureType<MemoryGetFdInfoKHR> TYPE = StructureType.of(
                    "VkMemoryGetFdInfoKHR",
                    KHRExternalMemoryFd.VK_STRUCTURE_TYPE_MEMORY_GET_FD_INFO_KHR,
                    VkMemoryGetFdInfoKHR.SIZEOF,
                    MemoryGetFdInfoKHR::read)
            .from("VK_KHR_external_memory_fd");

    /**
     * @throws ValidUsageException if {@code memory} is 0 (VUID-VkMemoryGetFdInfoKHR-memory-parameter), or the type is not
     *     a POSIX file descriptor (VUID-VkMemoryGetFdInfoKHR-handleType-00672)
     */
    public MemoryGetFdInfoKHR {
        HandleTypeRules.requireMemory(TYPE, memory);
        if (!handleType.isPosixFileDescriptor()) {
            throw new ValidUsageException(
                    "VUID-VkMemoryGetFdInfoKHR-handleType-00672",
                    "handleType is " + handleType + ", which is not a POSIX file descriptor",
                    "use OPAQUE_FD or DMA_BUF_EXT");
        }
    }

    /** {@return the structure for a memory and a handle type} */
    public static MemoryGetFdInfoKHR of(long memory, ExternalMemoryHandleType handleType) {
        return new MemoryGetFdInfoKHR(memory, handleType);
    }

    /** {@return the values of an LWJGL struct} */
    public static MemoryGetFdInfoKHR read(VkMemoryGetFdInfoKHR struct) {
        return read(struct.address());
    }

    private static MemoryGetFdInfoKHR read(long address) {
        return new MemoryGetFdInfoKHR(
                VkMemoryGetFdInfoKHR.nmemory(address),
                HandleTypeRules.ofBit(TYPE, VkMemoryGetFdInfoKHR.nhandleType(address)));
    }

    /** {@return the structure on a stack} */
    public VkMemoryGetFdInfoKHR marshal(MemoryStack stack) {
        return VkMemoryGetFdInfoKHR.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryGetFdInfoKHR> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkMemoryGetFdInfoKHR.MEMORY, memory);
        StructBytes.putPaddedInt(address + VkMemoryGetFdInfoKHR.HANDLETYPE, handleType.bit());
    }

    /** {@return the members, the handle in hexadecimal} */
    @Override
    public String toString() {
        return "MemoryGetFdInfoKHR[memory=0x" + Long.toHexString(memory) + ", handleType=" + handleType + "]";
    }
}
