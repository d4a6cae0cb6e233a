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
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.VkExportMemoryWin32HandleInfoKHR;

/**
 * How the NT handle of exported memory is protected and named.
 *
 * @param attributes who may open it; null: default descriptor, not inherited
 * @param access access rights, a Win32 DWORD mask; see {@link AccessRights}
 * @param name the object's name without terminator, for this session or after {@code Global\} for all; null: unnamed
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExportMemoryWin32HandleInfoKHR.html">
 *     VkExportMemoryWin32HandleInfoKHR</a>
 */
public record ExportMemoryWin32HandleInfoKHR(
        @Nullable SecurityAttributes attributes,
        int access,
        @Nullable String name) implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkExportMemoryWin32HandleInfoKHR. */
    public static final StructureType<ExportMemoryWin32HandleInfoKHR> TYPE = StructureType.of(
                    "VkExportMemoryWin32HandleInfoKHR",
                    KHRExternalMemoryWin32.VK_STRUCTURE_TYPE_EXPORT_MEMORY_WIN32_HANDLE_INFO_KHR,
                    VkExportMemoryWin32HandleInfoKHR.SIZEOF,
                    ExportMemoryWin32HandleInfoKHR::read)
            .from("VK_KHR_external_memory_win32");

    /**
     * @throws IllegalArgumentException if Windows takes no object of that {@code name}: it is empty, has a NUL, a backslash
     *     elsewhere than in a leading {@code Local\} or {@code Global\}, or more than 260 characters
     */
    public ExportMemoryWin32HandleInfoKHR {
        if (name != null) {
            Win32ObjectName.require(name);
        }
    }

    /** {@return the structure for an unnamed handle} */
    public static ExportMemoryWin32HandleInfoKHR of(@Nullable SecurityAttributes attributes, int access) {
        return new ExportMemoryWin32HandleInfoKHR(attributes, access, null);
    }

    /** {@return the same, named, so that another process can open it} */
    public ExportMemoryWin32HandleInfoKHR withName(String name) {
        return new ExportMemoryWin32HandleInfoKHR(attributes, access, name);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExportMemoryWin32HandleInfoKHR read(VkExportMemoryWin32HandleInfoKHR struct) {
        return read(struct.address());
    }

    private static ExportMemoryWin32HandleInfoKHR read(long address) {
        return new ExportMemoryWin32HandleInfoKHR(
                SecurityAttributes.read(memGetAddress(address + VkExportMemoryWin32HandleInfoKHR.PATTRIBUTES)),
                VkExportMemoryWin32HandleInfoKHR.ndwAccess(address),
                Win32ObjectName.read(memGetAddress(address + VkExportMemoryWin32HandleInfoKHR.NAME)));
    }

    /** {@return the structure alone, on a stack, with what it points to} */
    public VkExportMemoryWin32HandleInfoKHR marshal(MemoryStack stack) {
        return VkExportMemoryWin32HandleInfoKHR.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExportMemoryWin32HandleInfoKHR> type() {
        return TYPE;
    }

    @Override
    public int byteSize() {
        return TYPE.sizeof() + (attributes == null ? 0 : attributes.byteSize()) + Win32ObjectName.byteSize(name);
    }

    @Override
    public void write(long address, long pNext) {
        long behind = address + VkExportMemoryWin32HandleInfoKHR.SIZEOF;
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkExportMemoryWin32HandleInfoKHR.DWACCESS, access);
        if (attributes == null) {
            memPutLong(address + VkExportMemoryWin32HandleInfoKHR.PATTRIBUTES, 0);
        } else {
            memPutLong(address + VkExportMemoryWin32HandleInfoKHR.PATTRIBUTES, behind);
            attributes.write(behind);
            behind += attributes.byteSize();
        }
        if (name == null) {
            memPutLong(address + VkExportMemoryWin32HandleInfoKHR.NAME, 0);
        } else {
            memPutLong(address + VkExportMemoryWin32HandleInfoKHR.NAME, behind);
            Win32ObjectName.write(behind, name);
        }
    }

    @Override
    public void check(PNextList<?> chain, Findings findings) {
        ExportMemoryAllocateInfo export = chain.find(ExportMemoryAllocateInfo.class);
        if (!exportsOpaqueWin32(export)) {
            findings.add(
                    "VUID-VkExportMemoryWin32HandleInfoKHR-handleTypes-00657",
                    export == null
                            ? "the chain has no VkExportMemoryAllocateInfo"
                            : "VkExportMemoryAllocateInfo exports " + export.handleTypes(),
                    "export OPAQUE_WIN32, or leave this structure out");
        }
    }

    private static boolean exportsOpaqueWin32(@Nullable ExportMemoryAllocateInfo export) {
        return export != null && export.handleTypes().contains(ExternalMemoryHandleType.OPAQUE_WIN32);
    }

    /** {@return the members, the access mask in hexadecimal} */
    @Override
    public String toString() {
        return "ExportMemoryWin32HandleInfoKHR[attributes=" + attributes + ", access=0x" + Integer.toHexString(access)
                + ", name=" + name + "]";
    }
}
