package io.github.vkextmem.struct;

/**
 * What a handle of an external memory handle type is, and so how it is passed on and who closes it.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryHandleTypeFlagBits.html">
 *     VkExternalMemoryHandleTypeFlagBits</a>
 */
public enum HandleKind {
    /** A POSIX file descriptor: owned, closed once, taken over by a successful import. */
    POSIX_FILE_DESCRIPTOR,
    /** A Windows NT handle: owned, closed once, left with the application by a KHR import. */
    NT_HANDLE,
    /** A Windows global share (KMT) handle: holds no reference and is never closed. */
    GLOBAL_SHARE_HANDLE,
    /** A pointer to host memory, which belongs to whoever allocated it. */
    HOST_POINTER,
    /** A Metal object. */
    METAL_OBJECT,
    /** An address that other devices of the PCI bus reach. */
    REMOTE_ADDRESS,
    /** A buffer object of a platform that this library does not serve: Android, Fuchsia, QNX, OpenHarmony, NvSci. */
    PLATFORM_BUFFER
}
