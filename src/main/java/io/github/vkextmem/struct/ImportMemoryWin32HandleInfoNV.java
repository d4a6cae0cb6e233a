package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVExternalMemoryWin32;
import org.lwjgl.vulkan.VkImportMemoryWin32HandleInfoNV;

/**
 * Memory imported through VK_NV_external_memory_win32 from a Windows handle, which the driver takes over if the
 * allocation succeeds.
 *
 * <p>The structure holds the HANDLE's value and does not own it. {@code ExternalMemory.importMemory} takes an owning
 * handle and builds this structure itself.
 *
 * @param handleType what the handle is; null: nothing is imported, and {@code handle} is ignored
 * @param handle the HANDLE
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryWin32HandleInfoNV.html">
 *     VkImportMemoryWin32HandleInfoNV</a>
 */
public record ImportMemoryWin32HandleInfoNV(@Nullable ExternalMemoryHandleTypeNV handleType, long handle)
        implements ExtendsMemoryAllocateInfo, ImportOperation {

    /** What is true of every VkImportMemoryWin32HandleInfoNV. */
    public static final StructureType<ImportMemoryWin32HandleInfoNV> TYPE = StructureType.of(
                    "VkImportMemoryWin32HandleInfoNV",
                    NVExternalMemoryWin32.VK_STRUCTURE_TYPE_IMPORT_MEMORY_WIN32_HANDLE_INFO_NV,
                    VkImportMemoryWin32HandleInfoNV.SIZEOF,
                    ImportMemoryWin32HandleInfoNV::read)
            .from("VK_NV_external_memory_win32");

    /** @throws ValidUsageException if the handle is NULL (VUID-VkImportMemoryWin32HandleInfoNV-handle-01328) */
    public ImportMemoryWin32HandleInfoNV {
        if (handleType != null && handle == 0) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryWin32HandleInfoNV-handle-01328",
                    "the handle is NULL",
                    "give a handle of type " + handleType);
        }
    }

    /** {@return the structure for a handle of a type} */
    public static ImportMemoryWin32HandleInfoNV of(ExternalMemoryHandleTypeNV handleType, long handle) {
        return new ImportMemoryWin32HandleInfoNV(handleType, handle);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImportMemoryWin32HandleInfoNV read(VkImportMemoryWin32HandleInfoNV struct) {
        return read(struct.address());
    }

    private static ImportMemoryWin32HandleInfoNV read(long address) {
        int bit = VkImportMemoryWin32HandleInfoNV.nhandleType(address);
        return new ImportMemoryWin32HandleInfoNV(
                bit == 0 ? null : oneType(bit), memGetAddress(address + VkImportMemoryWin32HandleInfoNV.HANDLE));
    }

    /** VUID-VkImportMemoryWin32HandleInfoNV-handleType-01327 and -handleType-parameter: one known bit. */
    private static ExternalMemoryHandleTypeNV oneType(int bits) {
        boolean known = ExternalMemoryHandleTypesNV.ofBits(bits).unknownBits() == 0;
        if (!known || Integer.bitCount(bits) > 1) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryWin32HandleInfoNV-handleType-" + (known ? "01327" : "parameter"),
                    "handleType is 0x" + Integer.toHexString(bits),
                    "use one VkExternalMemoryHandleTypeFlagBitsNV value");
        }
        return ExternalMemoryHandleTypeNV.ofBit(bits);
    }

    /** {@return the structure alone, on a stack} */
    public VkImportMemoryWin32HandleInfoNV marshal(MemoryStack stack) {
        return VkImportMemoryWin32HandleInfoNV.create(Block.marshal(this, stack));
    }

    @Override
    public boolean isImport() {
        return handleType != null;
    }

    @Override
    public StructureType<ImportMemoryWin32HandleInfoNV> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(
                address + VkImportMemoryWin32HandleInfoNV.HANDLETYPE, handleType == null ? 0 : handleType.bit());
        memPutLong(address + VkImportMemoryWin32HandleInfoNV.HANDLE, handle);
    }

    /** {@return the members, the handle in hexadecimal} */
    @Override
    public String toString() {
        return "ImportMemoryWin32HandleInfoNV[handleType=" + handleType + ", handle=0x" + Long.toHexString(handle)
                + "]";
    }
}
