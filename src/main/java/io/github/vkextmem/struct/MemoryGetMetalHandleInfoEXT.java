package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryMetal;
import org.lwjgl.vulkan.VkMemoryGetMetalHandleInfoEXT;

/**
 * What vkGetMemoryMetalHandleEXT is asked for: the Metal object of a memory.
 *
 * @param memory a {@code VkDeviceMemory}, which the structure does not own
 * @param handleType what to export it as
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryGetMetalHandleInfoEXT.html">
 *     VkMemoryGetMetalHandleInfoEXT</a>
 */
public record MemoryGetMetalHandleInfoEXT(long memory, ExternalMemoryHandleType handleType) implements Structure {

    /** What is true of every VkMemoryGetMetalHandleInfoEXT. */
    public static final StructureType<MemoryGetMetalHandleInfoEXT> TYPE = StructureType.of(
                    "VkMemoryGetMetalHandleInfoEXT",
                    EXTExternalMemoryMetal.VK_STRUCTURE_TYPE_MEMORY_GET_METAL_HANDLE_INFO_EXT,
                    VkMemoryGetMetalHandleInfoEXT.SIZEOF,
                    MemoryGetMetalHandleInfoEXT::read)
            .from("VK_EXT_external_memory_metal");

    /**
     * @throws ValidUsageException if {@code memory} is 0 (VUID-VkMemoryGetMetalHandleInfoEXT-memory-parameter), or the type is
     *     no Metal object (VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10415)
     */
    public MemoryGetMetalHandleInfoEXT {
        HandleTypeRules.requireMemory(TYPE, memory);
        if (handleType.kind() != HandleKind.METAL_OBJECT) {
            throw new ValidUsageException(
                    "VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10415",
                    "handleType is " + handleType + ", which is no Metal object",
                    "use one of the MTL types");
        }
    }

    /** {@return the structure for a memory and a handle type} */
    public static MemoryGetMetalHandleInfoEXT of(long memory, ExternalMemoryHandleType handleType) {
        return new MemoryGetMetalHandleInfoEXT(memory, handleType);
    }

    /** {@return the values of an LWJGL struct} */
    public static MemoryGetMetalHandleInfoEXT read(VkMemoryGetMetalHandleInfoEXT struct) {
        return read(struct.address());
    }

    private static MemoryGetMetalHandleInfoEXT read(long address) {
        return new MemoryGetMetalHandleInfoEXT(
                VkMemoryGetMetalHandleInfoEXT.nmemory(address),
                HandleTypeRules.ofBit(TYPE, VkMemoryGetMetalHandleInfoEXT.nhandleType(address)));
    }

    /** {@return the structure on a stack} */
    public VkMemoryGetMetalHandleInfoEXT marshal(MemoryStack stack) {
        return VkMemoryGetMetalHandleInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryGetMetalHandleInfoEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkMemoryGetMetalHandleInfoEXT.MEMORY, memory);
        StructBytes.putPaddedInt(address + VkMemoryGetMetalHandleInfoEXT.HANDLETYPE, handleType.bit());
    }

    /** {@return the members, the memory in hexadecimal} */
    @Override
    public String toString() {
        return "MemoryGetMetalHandleInfoEXT[memory=0x" + Long.toHexString(memory) + ", handleType=" + handleType + "]";
    }
}
