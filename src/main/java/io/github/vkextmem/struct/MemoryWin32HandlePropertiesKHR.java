package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.VkMemoryWin32HandlePropertiesKHR;

/**
 * Into which memory types a Windows handle from outside of Vulkan may be imported, as vkGetMemoryWin32HandlePropertiesKHR
 * answers.
 *
 * @param memoryTypeBits a mask with bit {@code i} for memory type {@code i}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryWin32HandlePropertiesKHR.html">
 *     VkMemoryWin32HandlePropertiesKHR</a>
 */
public record MemoryWin32HandlePropertiesKHR(int memoryTypeBits) implements Structure {

    /** What is true of every VkMemoryWin32HandlePropertiesKHR. */
    public static final StructureType<MemoryWin32HandlePropertiesKHR> TYPE = StructureType.of(
                    "VkMemoryWin32HandlePropertiesKHR",
                    KHRExternalMemoryWin32.VK_STRUCTURE_TYPE_MEMORY_WIN32_HANDLE_PROPERTIES_KHR,
                    VkMemoryWin32HandlePropertiesKHR.SIZEOF,
                    MemoryWin32HandlePropertiesKHR::read)
            .from("VK_KHR_external_memory_win32");

    /** {@return the values of an LWJGL struct} */
    public static MemoryWin32HandlePropertiesKHR read(VkMemoryWin32HandlePropertiesKHR struct) {
        return read(struct.address());
    }

    private static MemoryWin32HandlePropertiesKHR read(long address) {
        return new MemoryWin32HandlePropertiesKHR(VkMemoryWin32HandlePropertiesKHR.nmemoryTypeBits(address));
    }

    /** {@return the structure on a stack} */
    public VkMemoryWin32HandlePropertiesKHR marshal(MemoryStack stack) {
        return VkMemoryWin32HandlePropertiesKHR.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryWin32HandlePropertiesKHR> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkMemoryWin32HandlePropertiesKHR.MEMORYTYPEBITS, memoryTypeBits);
    }
}
