package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryMetal;
import org.lwjgl.vulkan.VkMemoryMetalHandlePropertiesEXT;

/**
 * Into which memory types a Metal object may be imported, as vkGetMemoryMetalHandlePropertiesEXT answers.
 *
 * @param memoryTypeBits a mask with bit {@code i} for memory type {@code i}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryMetalHandlePropertiesEXT.html">
 *     VkMemoryMetalHandlePropertiesEXT</a>
 */
public record MemoryMetalHandlePropertiesEXT(int memoryTypeBits) implements Structure {

    /** What is true of every VkMemoryMetalHandlePropertiesEXT. */
    public static final StructureType<MemoryMetalHandlePropertiesEXT> TYPE = StructureType.of(
                    "VkMemoryMetalHandlePropertiesEXT",
                    EXTExternalMemoryMetal.VK_STRUCTURE_TYPE_MEMORY_METAL_HANDLE_PROPERTIES_EXT,
                    VkMemoryMetalHandlePropertiesEXT.SIZEOF,
                    MemoryMetalHandlePropertiesEXT::read)
            .from("VK_EXT_external_memory_metal");

    /** {@return the values of an LWJGL struct} */
    public static MemoryMetalHandlePropertiesEXT read(VkMemoryMetalHandlePropertiesEXT struct) {
        return read(struct.address());
    }

    private static MemoryMetalHandlePropertiesEXT read(long address) {
        return new MemoryMetalHandlePropertiesEXT(VkMemoryMetalHandlePropertiesEXT.nmemoryTypeBits(address));
    }

    /** {@return the structure on a stack} */
    public VkMemoryMetalHandlePropertiesEXT marshal(MemoryStack stack) {
        return VkMemoryMetalHandlePropertiesEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryMetalHandlePropertiesEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkMemoryMetalHandlePropertiesEXT.MEMORYTYPEBITS, memoryTypeBits);
    }
}
