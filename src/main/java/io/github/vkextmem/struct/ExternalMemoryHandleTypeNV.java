package io.github.vkextmem.struct;

/**
 * The external memory handle types of VK_NV_external_memory_capabilities, all of them for Windows.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryHandleTypeFlagBitsNV.html">
 *     VkExternalMemoryHandleTypeFlagBitsNV</a>
 */
public enum ExternalMemoryHandleTypeNV implements Flag {
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32_BIT_NV}. */
    OPAQUE_WIN32(0x1, ExternalMemoryHandleType.OPAQUE_WIN32),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32_KMT_BIT_NV}. */
    OPAQUE_WIN32_KMT(0x2, ExternalMemoryHandleType.OPAQUE_WIN32_KMT),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_D3D11_IMAGE_BIT_NV}. */
    D3D11_IMAGE(0x4, ExternalMemoryHandleType.D3D11_TEXTURE),
    /** {@code VK_EXTERNAL_MEMORY_HANDLE_TYPE_D3D11_IMAGE_KMT_BIT_NV}. */
    D3D11_IMAGE_KMT(0x8, ExternalMemoryHandleType.D3D11_TEXTURE_KMT);

    private static final ExternalMemoryHandleTypeNV[] KNOWN = values();

    private final int bit;
    private final ExternalMemoryHandleType core;

    ExternalMemoryHandleTypeNV(int bit, ExternalMemoryHandleType core) {
        this.bit = bit;
        this.core = core;
    }

    /**
     * Finds the type of a bit.
     *
     * @param bit a {@code VkExternalMemoryHandleTypeFlagBitsNV} value
     * @return its type
     * @throws IllegalArgumentException if {@code bit} is not exactly one known bit
     */
    public static ExternalMemoryHandleTypeNV ofBit(int bit) {
        for (ExternalMemoryHandleTypeNV type : KNOWN) {
            if (type.bit == bit) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "not a known VkExternalMemoryHandleTypeFlagBitsNV value: 0x" + Integer.toHexString(bit));
    }

    @Override
    public int bit() {
        return bit;
    }

    /** {@return what a handle of this type is} */
    public HandleKind kind() {
        return core.kind();
    }

    /** {@return whether a handle of this type is an NT handle} */
    public boolean isNtHandle() {
        return core.isNtHandle();
    }

    /** {@return whether a handle of this type is a global share (KMT) handle} */
    public boolean isGlobalShareHandle() {
        return core.isGlobalShareHandle();
    }

    /** {@return the core type of the same meaning} */
    public ExternalMemoryHandleType toCore() {
        return core;
    }
}
