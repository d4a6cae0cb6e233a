package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryHost;
import org.lwjgl.vulkan.VkImportMemoryHostPointerInfoEXT;

/**
 * Memory imported from host memory, which the driver uses where it lies and the application keeps: it must stay valid for as
 * long as the memory is not freed.
 *
 * @param handleType what the pointer points to
 * @param hostPointer the address of as many bytes as are allocated
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryHostPointerInfoEXT.html">
 *     VkImportMemoryHostPointerInfoEXT</a>
 */
public record ImportMemoryHostPointerInfoEXT(ExternalMemoryHandleType handleType, long hostPointer)
        implements ExtendsMemoryAllocateInfo, ImportOperation {

    /** What is true of every VkImportMemoryHostPointerInfoEXT. */
    public static final StructureType<ImportMemoryHostPointerInfoEXT> TYPE = StructureType.of(
                    "VkImportMemoryHostPointerInfoEXT",
                    EXTExternalMemoryHost.VK_STRUCTURE_TYPE_IMPORT_MEMORY_HOST_POINTER_INFO_EXT,
                    VkImportMemoryHostPointerInfoEXT.SIZEOF,
                    ImportMemoryHostPointerInfoEXT::read)
            .from("VK_EXT_external_memory_host");

    /**
     * @throws ValidUsageException if the type is no host pointer
     *     (VUID-VkImportMemoryHostPointerInfoEXT-handleType-01748), or the pointer is NULL
     *     (VUID-VkImportMemoryHostPointerInfoEXT-handleType-01750, -01751)
     */
    public ImportMemoryHostPointerInfoEXT {
        if (handleType.kind() != HandleKind.HOST_POINTER) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01748",
                    "handleType is " + handleType + ", which is no host pointer",
                    "use HOST_ALLOCATION_EXT or HOST_MAPPED_FOREIGN_MEMORY_EXT");
        }
        if (hostPointer == 0) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryHostPointerInfoEXT-handleType-"
                            + (handleType == ExternalMemoryHandleType.HOST_ALLOCATION_EXT ? "01750" : "01751"),
                    "the pointer is NULL",
                    "give the address of the memory");
        }
    }

    /** {@return the structure for an address of a type} */
    public static ImportMemoryHostPointerInfoEXT of(ExternalMemoryHandleType handleType, long hostPointer) {
        return new ImportMemoryHostPointerInfoEXT(handleType, hostPointer);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImportMemoryHostPointerInfoEXT read(VkImportMemoryHostPointerInfoEXT struct) {
        return read(struct.address());
    }

    private static ImportMemoryHostPointerInfoEXT read(long address) {
        return new ImportMemoryHostPointerInfoEXT(
                HandleTypeRules.ofBit(TYPE, VkImportMemoryHostPointerInfoEXT.nhandleType(address)),
                VkImportMemoryHostPointerInfoEXT.npHostPointer(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkImportMemoryHostPointerInfoEXT marshal(MemoryStack stack) {
        return VkImportMemoryHostPointerInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public boolean isImport() {
        return true;
    }

    @Override
    public StructureType<ImportMemoryHostPointerInfoEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkImportMemoryHostPointerInfoEXT.HANDLETYPE, handleType.bit());
        memPutLong(address + VkImportMemoryHostPointerInfoEXT.PHOSTPOINTER, hostPointer);
    }

    /** {@return the members, the pointer in hexadecimal} */
    @Override
    public String toString() {
        return "ImportMemoryHostPointerInfoEXT[handleType=" + handleType + ", hostPointer=0x"
                + Long.toHexString(hostPointer) + "]";
    }
}
