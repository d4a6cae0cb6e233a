package io.github.vkextmem.struct;

/**
 * One thing that a driver can do with an external memory handle type of VK_NV_external_memory_capabilities.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryFeatureFlagBitsNV.html">
 *     VkExternalMemoryFeatureFlagBitsNV</a>
 */
public enum ExternalMemoryFeatureNV implements Flag {
    /** {@code VK_EXTERNAL_MEMORY_FEATURE_DEDICATED_ONLY_BIT_NV}: only memory dedicated to one resource. */
    DEDICATED_ONLY(0x1),
    /** {@code VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT_NV}. */
    EXPORTABLE(0x2),
    /** {@code VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT_NV}. */
    IMPORTABLE(0x4);

    private final int bit;

    ExternalMemoryFeatureNV(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
