package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTMetalObjects;
import org.lwjgl.vulkan.VkImportMetalBufferInfoEXT;

/**
 * Memory on an existing Metal buffer.
 *
 * <p>The structure holds the pointer and does not own it.
 *
 * @param mtlBuffer an {@code id<MTLBuffer>}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMetalBufferInfoEXT.html">
 *     VkImportMetalBufferInfoEXT</a>
 */
public record ImportMetalBufferInfoEXT(long mtlBuffer) implements ExtendsMemoryAllocateInfo, ImportOperation {

    /** What is true of every VkImportMetalBufferInfoEXT. */
    public static final StructureType<ImportMetalBufferInfoEXT> TYPE = StructureType.of(
                    "VkImportMetalBufferInfoEXT",
                    EXTMetalObjects.VK_STRUCTURE_TYPE_IMPORT_METAL_BUFFER_INFO_EXT,
                    VkImportMetalBufferInfoEXT.SIZEOF,
                    ImportMetalBufferInfoEXT::read)
            .from("VK_EXT_metal_objects");

    /** {@return the structure for a buffer} */
    public static ImportMetalBufferInfoEXT of(long mtlBuffer) {
        return new ImportMetalBufferInfoEXT(mtlBuffer);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImportMetalBufferInfoEXT read(VkImportMetalBufferInfoEXT struct) {
        return read(struct.address());
    }

    private static ImportMetalBufferInfoEXT read(long address) {
        return new ImportMetalBufferInfoEXT(VkImportMetalBufferInfoEXT.nmtlBuffer(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkImportMetalBufferInfoEXT marshal(MemoryStack stack) {
        return VkImportMetalBufferInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public boolean isImport() {
        return true;
    }

    @Override
    public StructureType<ImportMetalBufferInfoEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkImportMetalBufferInfoEXT.MTLBUFFER, mtlBuffer);
    }

    /** {@return the pointer in hexadecimal} */
    @Override
    public String toString() {
        return "ImportMetalBufferInfoEXT[mtlBuffer=0x" + Long.toHexString(mtlBuffer) + "]";
    }
}
