package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetInt;

import io.github.vkextmem.UnsupportedException;
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

    /** From the C declaration: LWJGL has the structure since 3.4.0. */
    private static final int MEMORYTYPEBITS = 16;

    /** What is true of every VkMemoryMetalHandlePropertiesEXT. */
    public static final StructureType<MemoryMetalHandlePropertiesEXT> TYPE = StructureType.of(
                    "VkMemoryMetalHandlePropertiesEXT",
                    EXTExternalMemoryMetal.VK_STRUCTURE_TYPE_MEMORY_METAL_HANDLE_PROPERTIES_EXT,
                    24,
                    MemoryMetalHandlePropertiesEXT::read)
            .from("VK_EXT_external_memory_metal");

    /** {@return the values of an LWJGL struct} */
    public static MemoryMetalHandlePropertiesEXT read(VkMemoryMetalHandlePropertiesEXT struct) {
        return read(struct.address());
    }

    private static MemoryMetalHandlePropertiesEXT read(long address) {
        return new MemoryMetalHandlePropertiesEXT(memGetInt(address + MEMORYTYPEBITS));
    }

    /**
     * {@return the structure on a stack}
     *
     * @throws UnsupportedException if LWJGL is older than 3.4.0
     */
    public VkMemoryMetalHandlePropertiesEXT marshal(MemoryStack stack) {
        LwjglClass.require(TYPE, "3.4.0");
        return VkMemoryMetalHandlePropertiesEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryMetalHandlePropertiesEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + MEMORYTYPEBITS, memoryTypeBits);
    }
}
