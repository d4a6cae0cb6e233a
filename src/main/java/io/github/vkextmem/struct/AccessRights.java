package io.github.vkextmem.struct;

/**
 * Win32 access rights for the NT handle of exported memory, to be combined with {@code |}.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/api/dxgi1_2/nf-dxgi1_2-idxgiresource1-createsharedhandle">
 *     IDXGIResource1::CreateSharedHandle</a>
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/secauthz/access-mask-format">access masks</a>
 */
public final class AccessRights {

    /** Read access to the shared resource; the same bit as {@link #GENERIC_READ}. */
    public static final int DXGI_SHARED_RESOURCE_READ = 0x80000000;

    /** Write access to the shared resource. */
    public static final int DXGI_SHARED_RESOURCE_WRITE = 1;

    /** All access that the object type has. */
    public static final int GENERIC_ALL = 0x10000000;

    /** Read access, whatever that is for the object type. */
    public static final int GENERIC_READ = 0x80000000;

    /** Write access, whatever that is for the object type. */
    public static final int GENERIC_WRITE = 0x40000000;

    /** The right to map a section for writing; sections are what host memory is shared through. */
    public static final int SECTION_MAP_WRITE = 2;

    /** The right to map a section for reading. */
    public static final int SECTION_MAP_READ = 4;

    private AccessRights() {}
}
