package io.github.vkextmem.struct;

import java.util.Optional;

/**
 * The external memory handle types of Vulkan's core and its KHR, EXT and vendor extensions.
 *
 * <p>{@link #OPAQUE_WIN32} is bit 2 here and bit 1 among the {@linkplain ExternalMemoryHandleTypeNV NV types}: they are
 * different enumerations, and neither is accepted where the other belongs.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryHandleTypeFlagBits.html">
 *     VkExternalMemoryHandleTypeFlagBits</a>
 */
public enum ExternalMemoryHandleType implements Flag {
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT}. */
    OPAQUE_FD(0x1, HandleKind.POSIX_FILE_DESCRIPTOR, "VK_KHR_external_memory_fd"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32_BIT}. */
    OPAQUE_WIN32(0x2, HandleKind.NT_HANDLE, "VK_KHR_external_memory_win32"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32_KMT_BIT}. */
    OPAQUE_WIN32_KMT(0x4, HandleKind.GLOBAL_SHARE_HANDLE, "VK_KHR_external_memory_win32"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_D3D11_TEXTURE_BIT}. */
    D3D11_TEXTURE(0x8, HandleKind.NT_HANDLE, "VK_KHR_external_memory_win32"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_D3D11_TEXTURE_KMT_BIT}. */
    D3D11_TEXTURE_KMT(0x10, HandleKind.GLOBAL_SHARE_HANDLE, "VK_KHR_external_memory_win32"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_D3D12_HEAP_BIT}. */
    D3D12_HEAP(0x20, HandleKind.NT_HANDLE, "VK_KHR_external_memory_win32"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_D3D12_RESOURCE_BIT}. */
    D3D12_RESOURCE(0x40, HandleKind.NT_HANDLE, "VK_KHR_external_memory_win32"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_HOST_ALLOCATION_BIT_EXT}. */
    HOST_ALLOCATION_EXT(0x80, HandleKind.HOST_POINTER, "VK_EXT_external_memory_host"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_HOST_MAPPED_FOREIGN_MEMORY_BIT_EXT}. */
    HOST_MAPPED_FOREIGN_MEMORY_EXT(0x100, HandleKind.HOST_POINTER, "VK_EXT_external_memory_host"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_DMA_BUF_BIT_EXT}. */
    DMA_BUF_EXT(0x200, HandleKind.POSIX_FILE_DESCRIPTOR, "VK_EXT_external_memory_dma_buf"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_ANDROID_HARDWARE_BUFFER_BIT_ANDROID}. */
    ANDROID_HARDWARE_BUFFER_ANDROID(
            0x400, HandleKind.PLATFORM_BUFFER, "VK_ANDROID_external_memory_android_hardware_buffer"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_ZIRCON_VMO_BIT_FUCHSIA}. */
    ZIRCON_VMO_FUCHSIA(0x800, HandleKind.PLATFORM_BUFFER, "VK_FUCHSIA_external_memory"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_RDMA_ADDRESS_BIT_NV}. */
    RDMA_ADDRESS_NV(0x1000, HandleKind.REMOTE_ADDRESS, "VK_NV_external_memory_rdma"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_SCI_BUF_BIT_NV}. */
    SCI_BUF_NV(0x2000, HandleKind.PLATFORM_BUFFER, "VK_NV_external_memory_sci_buf"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_SCREEN_BUFFER_BIT_QNX}. */
    SCREEN_BUFFER_QNX(0x4000, HandleKind.PLATFORM_BUFFER, "VK_QNX_external_memory_screen_buffer"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_OH_NATIVE_BUFFER_BIT_OHOS}. */
    OH_NATIVE_BUFFER_OHOS(0x8000, HandleKind.PLATFORM_BUFFER, "VK_OHOS_external_memory"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_MTLBUFFER_BIT_EXT}. */
    MTLBUFFER_EXT(0x10000, HandleKind.METAL_OBJECT, "VK_EXT_external_memory_metal"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_MTLTEXTURE_BIT_EXT}. */
    MTLTEXTURE_EXT(0x20000, HandleKind.METAL_OBJECT, "VK_EXT_external_memory_metal"),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_MTLHEAP_BIT_EXT}. */
    MTLHEAP_EXT(0x40000, HandleKind.METAL_OBJECT, "VK_EXT_external_memory_metal");

    private static final ExternalMemoryHandleType[] KNOWN = values();

    private final int bit;
    private final HandleKind kind;
    private final String extension;

    ExternalMemoryHandleType(int bit, HandleKind kind, String extension) {
        this.bit = bit;
        this.kind = kind;
        this.extension = extension;
    }

    /**
     * Finds the type of a bit.
     *
     * @param bit a {@code VkExternalMemoryHandleTypeFlagBits} value
     * @return its type
     * @throws IllegalArgumentException if {@code bit} is not exactly one known bit
     */
    public static ExternalMemoryHandleType ofBit(int bit) {
        for (ExternalMemoryHandleType type : KNOWN) {
            if (type.bit == bit) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "not a known VkExternalMemoryHandleTypeFlagBits value: 0x" + Integer.toHexString(bit));
    }

    @Override
    public int bit() {
        return bit;
    }

    /** {@return the device extension without which a device cannot export or import this type} */
    public String extension() {
        return extension;
    }

    /** {@return what a handle of this type is} */
    public HandleKind kind() {
        return kind;
    }

    /** {@return whether a handle of this type is an NT handle} */
    public boolean isNtHandle() {
        return kind == HandleKind.NT_HANDLE;
    }

    /** {@return whether a handle of this type is a global share (KMT) handle} */
    public boolean isGlobalShareHandle() {
        return kind == HandleKind.GLOBAL_SHARE_HANDLE;
    }

    /** {@return whether only Vulkan makes handles of this type, and an import must match size and memory type} */
    public boolean isOpaque() {
        return switch (this) {
            case OPAQUE_FD, OPAQUE_WIN32, OPAQUE_WIN32_KMT -> true;
            default -> false;
        };
    }

    /** {@return whether a handle of this type is a POSIX file descriptor} */
    public boolean isPosixFileDescriptor() {
        return kind == HandleKind.POSIX_FILE_DESCRIPTOR;
    }

    /** An import asks the operating system, or the texture itself, instead of reading VkMemoryAllocateInfo. */
    boolean isImportedWithoutSize() {
        return switch (this) {
            case D3D11_TEXTURE, D3D11_TEXTURE_KMT, D3D12_RESOURCE, MTLTEXTURE_EXT -> true;
            default -> false;
        };
    }

    /** {@return the NV type of the same meaning; empty: VK_NV_external_memory has none} */
    public Optional<ExternalMemoryHandleTypeNV> toNV() {
        return switch (this) {
            case OPAQUE_WIN32 -> Optional.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);
            case OPAQUE_WIN32_KMT -> Optional.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT);
            case D3D11_TEXTURE -> Optional.of(ExternalMemoryHandleTypeNV.D3D11_IMAGE);
            case D3D11_TEXTURE_KMT -> Optional.of(ExternalMemoryHandleTypeNV.D3D11_IMAGE_KMT);
            default -> Optional.empty();
        };
    }
}
