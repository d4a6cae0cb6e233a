package io.github.vkextmem.struct;

/**
 * One thing that a driver can do with an external memory handle type.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryFeatureFlagBits.html">
 *     VkExternalMemoryFeatureFlagBits</a>
 */
public enum ExternalMemoryFeature implements Flag {
    /** {@code VK_EXTERNAL_MEMORY_FEATURE_DEDICATED_ONLY_BIT}: only memory dedicated to one resource. */
    DEDICATED_ONLY(0x1),
    /** {@code VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT}. */
    EXPORTABLE(0x2),
    /** {@code VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT}. */
    IMPORTABLE(0x4);

    private final int bit;

    ExternalMemoryFeature(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
