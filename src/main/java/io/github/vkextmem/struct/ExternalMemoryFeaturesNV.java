package io.github.vkextmem.struct;

/**
 * What a driver can do with an external memory handle type of VK_NV_external_memory_capabilities.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryFeatureFlagsNV.html">
 *     VkExternalMemoryFeatureFlagsNV</a>
 */
public final class ExternalMemoryFeaturesNV extends FlagSet<ExternalMemoryFeatureNV> {

    private static final ExternalMemoryFeatureNV[] KNOWN = ExternalMemoryFeatureNV.values();
    private static final int KNOWN_BITS = bitsOf(KNOWN);

    private ExternalMemoryFeaturesNV(int bits) {
        super(bits);
    }

    /** {@return the set of one} */
    public static ExternalMemoryFeaturesNV of(ExternalMemoryFeatureNV type) {
        return ofBits(type.bit());
    }

    /** {@return the set of these; empty for none} */
    public static ExternalMemoryFeaturesNV of(ExternalMemoryFeatureNV... types) {
        return new ExternalMemoryFeaturesNV(bitsOf(types));
    }

    /** {@return the set of a bit mask, unknown bits included} */
    public static ExternalMemoryFeaturesNV ofBits(int bits) {
        return new ExternalMemoryFeaturesNV(bits);
    }

    /** {@return this set and one more} */
    public ExternalMemoryFeaturesNV with(ExternalMemoryFeatureNV type) {
        return new ExternalMemoryFeaturesNV(bits() | type.bit());
    }

    @Override
    ExternalMemoryFeatureNV[] known() {
        return KNOWN;
    }

    @Override
    int knownBits() {
        return KNOWN_BITS;
    }
}
