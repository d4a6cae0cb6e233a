package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryHost;
import org.lwjgl.vulkan.VkMemoryHostPointerPropertiesEXT;

/**
 * Into which memory types a host pointer may be imported, as vkGetMemoryHostPointerPropertiesEXT answers.
 *
 * @param memoryTypeBits a mask with bit {@code i} for memory type {@code i}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryHostPointerPropertiesEXT.html">
 *     VkMemoryHostPointerPropertiesEXT</a>
 */
public record MemoryHostPointerPropertiesEXT(int memoryTypeBits) implements Structure {

    /** What is true of every VkMemoryHostPointerPropertiesEXT. */
    public static final StructureType<MemoryHostPointerPropertiesEXT> TYPE = StructureType.of(
                    "VkMemoryHostPointerPropertiesEXT",
                    EXTExternalMemoryHost.VK_STRUCTURE_TYPE_MEMORY_HOST_POINTER_PROPERTIES_EXT,
                    VkMemoryHostPointerPropertiesEXT.SIZEOF,
                    MemoryHostPointerPropertiesEXT::read)
            .from("VK_EXT_external_memory_host");

    /** {@return the values of an LWJGL struct} */
    public static MemoryHostPointerPropertiesEXT read(VkMemoryHostPointerPropertiesEXT struct) {
        return read(struct.address());
    }

    private static MemoryHostPointerPropertiesEXT read(long address) {
        return new MemoryHostPointerPropertiesEXT(VkMemoryHostPointerPropertiesEXT.nmemoryTypeBits(address));
    }

    /** {@return the structure on a stack} */
    public VkMemoryHostPointerPropertiesEXT marshal(MemoryStack stack) {
        return VkMemoryHostPointerPropertiesEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryHostPointerPropertiesEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkMemoryHostPointerPropertiesEXT.MEMORYTYPEBITS, memoryTypeBits);
    }
}
