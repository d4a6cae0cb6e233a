package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.UnsupportedException;
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

    // From the C declaration: LWJGL has the structure since 3.4.0.
    private static final int MEMORY = 16;
    private static final int HANDLETYPE = 24;

    /** What is true of every VkMemoryGetMetalHandleInfoEXT. */
    public static final StructureType<MemoryGetMetalHandleInfoEXT> TYPE = StructureType.of(
                    "VkMemoryGetMetalHandleInfoEXT",
                    EXTExternalMemoryMetal.VK_STRUCTURE_TYPE_MEMORY_GET_METAL_HANDLE_INFO_EXT,
                    32,
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
                memGetLong(address + MEMORY), HandleTypeRules.ofBit(TYPE, memGetInt(address + HANDLETYPE)));
    }

    /**
     * {@return the structure on a stack}
     *
     * @throws UnsupportedException if LWJGL is older than 3.4.0
     */
    public VkMemoryGetMetalHandleInfoEXT marshal(MemoryStack stack) {
        LwjglClass.require(TYPE, "3.4.0");
        return VkMemoryGetMetalHandleInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryGetMetalHandleInfoEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + MEMORY, memory);
        StructBytes.putPaddedInt(address + HANDLETYPE, handleType.bit());
    }

    /** {@return the members, the memory in hexadecimal} */
    @Override
    public String toString() {
        return "MemoryGetMetalHandleInfoEXT[memory=0x" + Long.toHexString(memory) + ", handleType=" + handleType + "]";
    }
}
