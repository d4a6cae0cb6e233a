package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VkMemoryFdPropertiesKHR;

/**
 * Into which memory types a file descriptor from outside of Vulkan may be imported, as vkGetMemoryFdPropertiesKHR answers.
 *
 * @param memoryTypeBits a mask with bit {@code i} for memory type {@code i}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryFdPropertiesKHR.html">
 *     VkMemoryFdPropertiesKHR</a>
 */
public record MemoryFdPropertiesKHR(int memoryTypeBits) implements Structure {

    /** What is true of every VkMemoryFdPropertiesKHR. */
    public static final StructureType<MemoryFdPropertiesKHR> TYPE = StructureType.of(
                    "VkMemoryFdPropertiesKHR",
                    KHRExternalMemoryFd.VK_STRUCTURE_TYPE_MEMORY_FD_PROPERTIES_KHR,
                    VkMemoryFdPropertiesKHR.SIZEOF,
                    MemoryFdPropertiesKHR::read)
            .from("VK_KHR_external_memory_fd");

    /** {@return the values of an LWJGL struct} */
    public static MemoryFdPropertiesKHR read(VkMemoryFdPropertiesKHR struct) {
        return read(struct.address());
    }

    private static MemoryFdPropertiesKHR read(long address) {
        return new MemoryFdPropertiesKHR(VkMemoryFdPropertiesKHR.nmemoryTypeBits(address));
    }

    /** {@return the structure on a stack} */
    public VkMemoryFdPropertiesKHR marshal(MemoryStack stack) {
        return VkMemoryFdPropertiesKHR.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryFdPropertiesKHR> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkMemoryFdPropertiesKHR.MEMORYTYPEBITS, memoryTypeBits);
    }
}
