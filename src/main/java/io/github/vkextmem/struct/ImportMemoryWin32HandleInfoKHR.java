package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.VkImportMemoryWin32HandleInfoKHR;

/**
 * Memory imported from a Windows handle, or from the name of one. The handle stays with the application, whether the
 * import succeeds or not.
 *
 * <p>The structure holds the HANDLE's value and does not own it. {@code ExternalMemory.importMemory} takes an owning
 * handle and builds this structure itself.
 *
 * @param handleType what the handle is; null: nothing is imported, and the rest is ignored
 * @param handle the HANDLE; 0 where a name is given
 * @param name the object's name without terminator; null where a handle is given
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImportMemoryWin32HandleInfoKHR.html">
 *     VkImportMemoryWin32HandleInfoKHR</a>
 */
public record ImportMemoryWin32HandleInfoKHR(
        @Nullable ExternalMemoryHandleType handleType,
        long handle,
        @Nullable String name) implements ExtendsMemoryAllocateInfo, ImportOperation {

    /** What is true of every VkImportMemoryWin32HandleInfoKHR. */
    public static final StructureType<ImportMemoryWin32HandleInfoKHR> TYPE = StructureType.of(
                    "VkImportMemoryWin32HandleInfoKHR",
                    KHRExternalMemoryWin32.VK_STRUCTURE_TYPE_IMPORT_MEMORY_WIN32_HANDLE_INFO_KHR,
                    VkImportMemoryWin32HandleInfoKHR.SIZEOF,
                    ImportMemoryWin32HandleInfoKHR::read)
            .from("VK_KHR_external_memory_win32");

    /**
     * @throws ValidUsageException if the type is no handle of Windows
     *     (VUID-VkImportMemoryWin32HandleInfoKHR-handleType-00660), neither handle nor name is given (-00661), a name is
     *     given for a type that has none (-01439), or both are given (VUID-VkImportMemoryWin32HandleInfoKHR-handle-01441)
     * @throws IllegalArgumentException if the name breaks the rules for names of kernel objects
     */
    public ImportMemoryWin32HandleInfoKHR {
        if (name != null) {
            Win32ObjectName.require(name);
        }
        if (handle != 0 && name != null) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryWin32HandleInfoKHR-handle-01441",
                    "both a handle (0x" + Long.toHexString(handle) + ") and a name ('" + name + "') are given",
                    "give one of them");
        }
        if (handleType != null) {
            requireHandleOfWindows(handleType);
            requireHandleOrName(handleType, handle, name);
        }
    }

    private static void requireHandleOfWindows(ExternalMemoryHandleType handleType) {
        if (!handleType.isNtHandle() && !handleType.isGlobalShareHandle()) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-00660",
                    "handleType is " + handleType + ", which is not an NT handle or a global share handle",
                    "use one of the WIN32, D3D11 and D3D12 types");
        }
    }

    private static void requireHandleOrName(ExternalMemoryHandleType handleType, long handle, @Nullable String name) {
        if (name != null && !handleType.isNtHandle()) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-01439",
                    "a name ('" + name + "') is given for " + handleType + ", whose handles have none",
                    "give the handle, or use an NT handle type");
        }
        if (name == null && handle == 0) {
            throw new ValidUsageException(
                    "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-00661",
                    "the handle is NULL and no name is given",
                    "give a handle or a name of type " + handleType);
        }
    }

    /** {@return the structure for a handle of a type} */
    public static ImportMemoryWin32HandleInfoKHR of(ExternalMemoryHandleType handleType, long handle) {
        return new ImportMemoryWin32HandleInfoKHR(handleType, handle, null);
    }

    /** {@return the structure for the name of an object of a type} */
    public static ImportMemoryWin32HandleInfoKHR named(ExternalMemoryHandleType handleType, String name) {
        return new ImportMemoryWin32HandleInfoKHR(handleType, 0, name);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ImportMemoryWin32HandleInfoKHR read(VkImportMemoryWin32HandleInfoKHR struct) {
        return read(struct.address());
    }

    private static ImportMemoryWin32HandleInfoKHR read(long address) {
        return new ImportMemoryWin32HandleInfoKHR(
                HandleTypeRules.ofBitOrNull(TYPE, VkImportMemoryWin32HandleInfoKHR.nhandleType(address)),
                memGetAddress(address + VkImportMemoryWin32HandleInfoKHR.HANDLE),
                Win32ObjectName.read(memGetAddress(address + VkImportMemoryWin32HandleInfoKHR.NAME)));
    }

    /** {@return the structure alone, on a stack, with what it points to} */
    public VkImportMemoryWin32HandleInfoKHR marshal(MemoryStack stack) {
        return VkImportMemoryWin32HandleInfoKHR.create(Block.marshal(this, stack));
    }

    @Override
    public boolean isImport() {
        return handleType != null;
    }

    @Override
    public StructureType<ImportMemoryWin32HandleInfoKHR> type() {
        return TYPE;
    }

    @Override
    public int byteSize() {
        return TYPE.sizeof() + Win32ObjectName.byteSize(name);
    }

    @Override
    public void write(long address, long pNext) {
        long behind = address + VkImportMemoryWin32HandleInfoKHR.SIZEOF;
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(
                address + VkImportMemoryWin32HandleInfoKHR.HANDLETYPE, handleType == null ? 0 : handleType.bit());
        memPutLong(address + VkImportMemoryWin32HandleInfoKHR.HANDLE, handle);
        memPutLong(address + VkImportMemoryWin32HandleInfoKHR.NAME, name == null ? 0 : behind);
        if (name != null) {
            Win32ObjectName.write(behind, name);
        }
    }

    /** {@return the members, the handle in hexadecimal} */
    @Override
    public String toString() {
        return "ImportMemoryWin32HandleInfoKHR[handleType=" + handleType + ", handle=0x" + Long.toHexString(handle)
                + ", name=" + name + "]";
    }
}
