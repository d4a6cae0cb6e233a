package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryMetal;
import org.lwjgl.vulkan.VkImportMemoryMetalHandleInfoEXT;

/**
 * Memory imported from a Metal object, to which a successful import adds a reference of its own.
 *
 * <p>The structure holds the pointer and does not own it.
 *
 * @param handleType what the object is; null: nothing is imported, and {@code handle} is ignored
 * @param handle the object: an {@code id<MTLBuffer>}, {@code id<MTLTexture>} or {@code id<MTLHeap>}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryMetalHandleInfoEXT.html">
 *     VkImportMemoryMetalHandleInfoEXT</a>
 */
public record ImportMemoryMetalHandleInfoEXT(@Nullable ExternalMemoryHandleType handleType, long handle)
        implements ExtendsMemoryAllocateInfo, ImportOperation {

    // From the C declaration: LWJGL has the structure since 3.4.0, and a chain needs the offsets without it.
    private static final int HANDLETYPE = 16;
    private static final int HANDLE = 24;

    /** What is true of every VkImportMemoryMetalHandleInfoEXT. */
    public static final StructureType<ImportMemoryMetalHandleInfoEXT> TYPE = StructureType.of(
                    "VkImportMemoryMetalHandleInfoEXT",
                    EXTExternalMemoryMetal.VK_STRUCTURE_TYPE_IMPORT_MEMORY_METAL_HANDLE_INFO_EXT,
                    32,
                    ImportMemoryMetalHandleInfoEXT::read)
            .from("VK_EXT_external_memory_metal");

    /**
     * @throws ValidUsageException if the type is no Metal object (VUID-VkImportMemoryMetalHandleInfoEXT-handleType-10410), or the
     *     handle is NULL (VUID-VkImportMemoryMetalHandleInfoEXT-handleType-10411)
     */
    public ImportMemoryMetalHandleInfoEXT {
        if (handleType != null && handleType.kind() != HandleKind.METAL_OBJECT) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryMetalHandleInfoEXT-handleType-10410",
                    "handleType is " + handleType + ", which is no Metal object",
                    "use one of the MTL types");
        }
        if (handleType != null && handle == 0) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryMetalHandleInfoEXT-handleType-10411",
                    "the handle is NULL",
                    "give an object of type " + handleType);
        }
    }

    /** {@return the structure for an object of a type} */
    public static ImportMemoryMetalHandleInfoEXT of(ExternalMemoryHandleType handleType, long handle) {
        return new ImportMemoryMetalHandleInfoEXT(handleType, handle);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImportMemoryMetalHandleInfoEXT read(VkImportMemoryMetalHandleInfoEXT struct) {
        return read(struct.address());
    }

    private static ImportMemoryMetalHandleInfoEXT read(long address) {
        return new ImportMemoryMetalHandleInfoEXT(
                HandleTypeRules.ofBitOrNull(TYPE, memGetInt(address + HANDLETYPE)), memGetLong(address + HANDLE));
    }

    /**
     * {@return the structure alone, on a stack}
     *
     * @throws UnsupportedException if LWJGL is older than 3.4.0
     */
    public VkImportMemoryMetalHandleInfoEXT marshal(MemoryStack stack) {
        LwjglClass.require(TYPE, "3.4.0");
        return VkImportMemoryMetalHandleInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public boolean isImport() {
        return handleType != null;
    }

    @Override
    public StructureType<ImportMemoryMetalHandleInfoEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + HANDLETYPE, handleType == null ? 0 : handleType.bit());
        memPutLong(address + HANDLE, handle);
    }

    /** {@return the members, the handle in hexadecimal} */
    @Override
    public String toString() {
        return "ImportMemoryMetalHandleInfoEXT[handleType=" + handleType + ", handle=0x" + Long.toHexString(handle)
                + "]";
    }
}
