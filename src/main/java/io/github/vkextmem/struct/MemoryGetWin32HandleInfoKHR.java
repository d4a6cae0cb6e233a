package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.VkMemoryGetWin32HandleInfoKHR;

/**
 * What vkGetMemoryWin32HandleKHR is asked for: an NT handle or a global share handle of a memory. It may have no chain, and so offers none.
 *
 * @param memory a {@code VkDeviceMemory}, which the structure does not own
 * @param handleType what to export it as
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryGetWin32HandleInfoKHR.html">
 *     VkMemoryGetWin32HandleInfoKHR</a>
 */
public record MemoryGetWin32HandleInfoKHR(long memory, ExternalMemoryHandleType handleType) implements Structure {

    /** What is true of every VkMemoryGetWin32HandleInfoKHR. */
    public static final StructureType<MemoryGetWin32HandleInfoKHR> TYPE = StructureType.of(
                    "VkMemoryGetWin32HandleInfoKHR",
                    KHRExternalMemoryWin32.VK_STRUCTURE_TYPE_MEMORY_GET_WIN32_HANDLE_INFO_KHR,
                    VkMemoryGetWin32HandleInfoKHR.SIZEOF,
                    MemoryGetWin32HandleInfoKHR::read)
            .from("VK_KHR_external_memory_win32");

    /**
     * @throws ValidUsageException if {@code memory} is 0 (VUID-VkMemoryGetWin32HandleInfoKHR-memory-parameter), or the type is not
     *     an NT handle or a global share handle (VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00664)
     */
    public MemoryGetWin32HandleInfoKHR {
        HandleTypeRules.requireMemory(TYPE, memory);
        if (!(handleType.isNtHandle() || handleType.isGlobalShareHandle())) {
            throw new ValidUsageException(
                    "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00664",
                    "handleType is " + handleType + ", which is not an NT handle or a global share handle",
                    "use one of the WIN32, D3D11 and D3D12 types");
        }
    }

    /** {@return the structure for a memory and a handle type} */
    public static MemoryGetWin32HandleInfoKHR of(long memory, ExternalMemoryHandleType handleType) {
        return new MemoryGetWin32HandleInfoKHR(memory, handleType);
    }

    /** {@return the values of an LWJGL struct} */
    public static MemoryGetWin32HandleInfoKHR read(VkMemoryGetWin32HandleInfoKHR struct) {
        return read(struct.address());
    }

    private static MemoryGetWin32HandleInfoKHR read(long address) {
        return new MemoryGetWin32HandleInfoKHR(
                VkMemoryGetWin32HandleInfoKHR.nmemory(address),
                HandleTypeRules.ofBit(TYPE, VkMemoryGetWin32HandleInfoKHR.nhandleType(address)));
    }

    /** {@return the structure on a stack} */
    public VkMemoryGetWin32HandleInfoKHR marshal(MemoryStack stack) {
        return VkMemoryGetWin32HandleInfoKHR.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryGetWin32HandleInfoKHR> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkMemoryGetWin32HandleInfoKHR.MEMORY, memory);
        StructBytes.putPaddedInt(address + VkMemoryGetWin32HandleInfoKHR.HANDLETYPE, handleType.bit());
    }

    /** {@return the members, the handle in hexadecimal} */
    @Override
    public String toString() {
        return "MemoryGetWin32HandleInfoKHR[memory=0x" + Long.toHexString(memory) + ", handleType=" + handleType + "]";
    }
}
