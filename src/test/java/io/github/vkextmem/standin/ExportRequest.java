package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memGetInt;

/**
 * What a chain says about exports.
 *
 * @param types core handle types
 * @param typesNv NV handle types
 * @param attributes the address of a SECURITY_ATTRIBUTES, which lives as long as the call; 0: none
 * @param isInherited what that says of inheritance
 * @param access as it was received, or what the specification puts in its place
 * @param name the address of a name; 0: none
 */
record ExportRequest(int types, int typesNv, long attributes, boolean isInherited, int access, long name) {

    static final int OPAQUE_WIN32 = 0x2;
    static final int OPAQUE_WIN32_KMT = 0x4;
    static final int OPAQUE_WIN32_NV = 0x1;
    static final int OPAQUE_WIN32_KMT_NV = 0x2;

    private static final int DXGI_SHARED_RESOURCE_READ = 0x8000_0000;
    private static final int DXGI_SHARED_RESOURCE_WRITE = 1;
    private static final int SECTION_QUERY = 1;
    private static final int SECTION_MAP_WRITE = 2;
    private static final int SECTION_MAP_READ = 4;

    private static final int SIZEOF_SECURITY_ATTRIBUTES = 24;
    private static final int B_INHERIT_HANDLE = 16;

    static ExportRequest of(ReceivedChain chain) {
        int types = chain.getInt("VkExportMemoryAllocateInfo", "handleTypes");
        int typesNv = chain.getInt("VkExportMemoryAllocateInfoNV", "handleTypes");
        boolean core = chain.has("VkExportMemoryAllocateInfo");
        if (core && (chain.has("VkExportMemoryAllocateInfoNV") || chain.has("VkExportMemoryWin32HandleInfoNV"))) {
            throw new AssertionError("VUID-VkMemoryAllocateInfo-pNext-00640: " + chain.structures());
        }
        requireKnown(types, OPAQUE_WIN32 | OPAQUE_WIN32_KMT);
        requireKnown(typesNv, OPAQUE_WIN32_NV | OPAQUE_WIN32_KMT_NV);
        requireNtHandle(chain, "VkExportMemoryWin32HandleInfoKHR", types & OPAQUE_WIN32);
        requireNtHandle(chain, "VkExportMemoryWin32HandleInfoNV", typesNv & OPAQUE_WIN32_NV);
        String info = chain.has("VkExportMemoryWin32HandleInfoNV")
                ? "VkExportMemoryWin32HandleInfoNV"
                : "VkExportMemoryWin32HandleInfoKHR";
        long attributes = chain.getLong(info, "pAttributes");
        if (attributes != 0 && memGetInt(attributes) != SIZEOF_SECURITY_ATTRIBUTES) {
            throw new AssertionError("SECURITY_ATTRIBUTES with nLength " + memGetInt(attributes));
        }
        boolean inherited = attributes != 0 && memGetInt(attributes + B_INHERIT_HANDLE) != 0;
        int access = chain.has(info)
                ? chain.getInt(info, "dwAccess")
                : DXGI_SHARED_RESOURCE_READ | DXGI_SHARED_RESOURCE_WRITE;
        long name = chain.getLong("VkExportMemoryWin32HandleInfoKHR", "name");
        return new ExportRequest(types, typesNv, attributes, inherited, access, name);
    }

    private static void requireKnown(int types, int known) {
        if ((types & known) != 0 && (types & ~known) != 0) {
            throw new AssertionError("a stand-in cannot export as 0x" + Integer.toHexString(types));
        }
    }

    private static void requireNtHandle(ReceivedChain chain, String structure, int ntHandleTypes) {
        if (chain.has(structure) && ntHandleTypes == 0) {
            throw new AssertionError(structure + " without an NT handle type to export");
        }
    }

    boolean isAny() {
        return (types & (OPAQUE_WIN32 | OPAQUE_WIN32_KMT)) != 0 || typesNv != 0;
    }

    boolean wantsNumber() {
        return (types & OPAQUE_WIN32_KMT) != 0 || (typesNv & OPAQUE_WIN32_KMT_NV) != 0;
    }

    /** {@return the access, said in the rights of a section; standard and generic rights mean the same there} */
    int sectionAccess() {
        int rights = access & ~(DXGI_SHARED_RESOURCE_READ | DXGI_SHARED_RESOURCE_WRITE);
        if ((access & DXGI_SHARED_RESOURCE_READ) != 0) {
            rights |= SECTION_QUERY | SECTION_MAP_READ;
        }
        if ((access & DXGI_SHARED_RESOURCE_WRITE) != 0) {
            rights |= SECTION_QUERY | SECTION_MAP_WRITE;
        }
        return rights;
    }
}
