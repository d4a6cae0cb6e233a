package io.github.vkextmem.standin;

import org.lwjgl.vulkan.VK11;

/**
 * What a chain says about imports.
 *
 * @param handleType the core handle type
 * @param handle the handle; 0: imported by name
 * @param name the address of a name; 0: imported by handle
 * @param takesHandle whether the driver takes the handle over, as VK_NV_external_memory_win32 has it
 */
record ImportRequest(int handleType, long handle, long name, boolean takesHandle) {

    private static final String KHR = "VkImportMemoryWin32HandleInfoKHR";
    private static final String NV = "VkImportMemoryWin32HandleInfoNV";

    /** {@return the request; null: nothing is imported} */
    static ImportRequest of(ReceivedChain chain) {
        int type = chain.getInt(KHR, "handleType");
        int typeNv = chain.getInt(NV, "handleType");
        if (type == 0 && typeNv == 0) {
            return null;
        }
        if (type != 0 && typeNv != 0) {
            throw new AssertionError("imports twice: " + chain.structures());
        }
        ImportRequest request = type != 0
                ? new ImportRequest(type, chain.getLong(KHR, "handle"), chain.getLong(KHR, "name"), false)
                // The bits of the NV types are those of the core types, one place lower.
                : new ImportRequest(
                        typeNv << 1, chain.getLong(NV, "handle"), 0, typeNv == ExportRequest.OPAQUE_WIN32_NV);
        request.check();
        return request;
    }

    private void check() {
        if (handleType != ExportRequest.OPAQUE_WIN32 && handleType != ExportRequest.OPAQUE_WIN32_KMT) {
            throw new AssertionError("a stand-in cannot import 0x" + Integer.toHexString(handleType));
        }
        if ((handle == 0) == (name == 0)) {
            throw new AssertionError("a handle or a name must be given, and not both");
        }
        if (name != 0 && handleType != ExportRequest.OPAQUE_WIN32) {
            throw new AssertionError("global share handles have no names");
        }
    }

    /** Maps what is imported. */
    Section open() {
        if (handleType == ExportRequest.OPAQUE_WIN32_KMT) {
            return GlobalShareNumber.open(handle);
        }
        if (name != 0) {
            return Section.named(name);
        }
        return takesHandle ? Section.borrowing(handle) : Section.ofHandle(handle);
    }

    /** VUID-VkMemoryAllocateInfo-allocationSize-01742, as far as whole pages show. */
    static void requireSize(Section section, long size) {
        if (section.size() != size) {
            throw new Refusal(
                    VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE,
                    "a payload of " + section.size() + " bytes imported as " + size);
        }
    }
}
