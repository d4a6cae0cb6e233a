package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVExternalMemoryWin32;
import org.lwjgl.vulkan.VkExportMemoryWin32HandleInfoNV;

/**
 * How the NT handle of memory exported through VK_NV_external_memory_win32 is protected; such a handle has no name.
 *
 * @param attributes who may open it; null: default descriptor, not inherited
 * @param access access rights, a Win32 DWORD mask; see {@link AccessRights}
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExportMemoryWin32HandleInfoNV.html">
 *     VkExportMemoryWin32HandleInfoNV</a>
 */
public record ExportMemoryWin32HandleInfoNV(@Nullable SecurityAttributes attributes, int access)
        implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkExportMemoryWin32HandleInfoNV. */
    public static final StructureType<ExportMemoryWin32HandleInfoNV> TYPE = StructureType.of(
                    "VkExportMemoryWin32HandleInfoNV",
                    NVExternalMemoryWin32.VK_STRUCTURE_TYPE_EXPORT_MEMORY_WIN32_HANDLE_INFO_NV,
                    VkExportMemoryWin32HandleInfoNV.SIZEOF,
                    ExportMemoryWin32HandleInfoNV::read)
            .from("VK_NV_external_memory_win32");

    /** {@return the structure} */
    public static ExportMemoryWin32HandleInfoNV of(@Nullable SecurityAttributes attributes, int access) {
        return new ExportMemoryWin32HandleInfoNV(attributes, access);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExportMemoryWin32HandleInfoNV read(VkExportMemoryWin32HandleInfoNV struct) {
        return read(struct.address());
    }

    private static ExportMemoryWin32HandleInfoNV read(long address) {
        return new ExportMemoryWin32HandleInfoNV(
                SecurityAttributes.read(memGetAddress(address + VkExportMemoryWin32HandleInfoNV.PATTRIBUTES)),
                VkExportMemoryWin32HandleInfoNV.ndwAccess(address));
    }

    /** {@return the structure alone, on a stack, with what it points to} */
    public VkExportMemoryWin32HandleInfoNV marshal(MemoryStack stack) {
        return VkExportMemoryWin32HandleInfoNV.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExportMemoryWin32HandleInfoNV> type() {
        return TYPE;
    }

    @Override
    public int byteSize() {
        return TYPE.sizeof() + (attributes == null ? 0 : attributes.byteSize());
    }

    @Override
    public void write(long address, long pNext) {
        long behind = address + VkExportMemoryWin32HandleInfoNV.SIZEOF;
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkExportMemoryWin32HandleInfoNV.DWACCESS, access);
        memPutLong(address + VkExportMemoryWin32HandleInfoNV.PATTRIBUTES, attributes == null ? 0 : behind);
        if (attributes != null) {
            attributes.write(behind);
        }
    }

    @Override
    public void check(PNextList<?> chain, Findings findings) {
        MemoryAllocateInfoRules.exportIsCoreOrNV(chain, findings);
    }

    /** {@return the members, the access mask in hexadecimal} */
    @Override
    public String toString() {
        return "ExportMemoryWin32HandleInfoNV[attributes=" + attributes + ", access=0x" + Integer.toHexString(access)
                + "]";
    }
}
