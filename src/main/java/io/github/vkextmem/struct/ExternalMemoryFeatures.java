package io.github.vkextmem.struct;

/**
 * What a driver can do with an external memory handle type.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryFeatureFlags.html">
 *     VkExternalMemoryFeatureFlags</a>
 */
public final class ExternalMemoryFeatures extends FlagSet<ExternalMemoryFeature> {

    private static final ExternalMemoryFeature[] KNOWN = ExternalMemoryFeature.values();
    private static final int KNOWN_BITS = bitsOf(KNOWN);

    private ExternalMemoryFeatures(int bits) {
        super(bits);
    }

    /** {@return the set of one} */
    public static ExternalMemoryFeatures of(ExternalMemoryFeature type) {
        return ofBits(type.bit());
    }

    /** {@return the set of these; empty for none} */
    public static ExternalMemoryFeatures of(ExternalMemoryFeature... types) {
        return new ExternalMemoryFeatures(bitsOf(types));
    }

    /** {@return the set of a bit mask, unknown bits included} */
    public static ExternalMemoryFeatures ofBits(int bits) {
        return new ExternalMemoryFeatures(bits);
    }

    /** {@return this set and one more} */
    public ExternalMemoryFeatures with(ExternalMemoryFeature type) {
        return new ExternalMemoryFeatures(bits() | type.bit());
    }

    @Override
    ExternalMemoryFeature[] known() {
        return KNOWN;
    }

    @Override
    int knownBits() {
        return KNOWN_BITS;
    }
}
