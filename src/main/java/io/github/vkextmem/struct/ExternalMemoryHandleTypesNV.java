package io.github.vkextmem.struct;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A set of external memory handle types of VK_NV_external_memory_capabilities.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryHandleTypeFlagsNV.html">
 *     VkExternalMemoryHandleTypeFlagsNV</a>
 */
public final class ExternalMemoryHandleTypesNV extends FlagSet<ExternalMemoryHandleTypeNV> {

    private static final ExternalMemoryHandleTypeNV[] KNOWN = ExternalMemoryHandleTypeNV.values();
    private static final int KNOWN_BITS = bitsOf(KNOWN);
    private static final Map<ExternalMemoryHandleTypeNV, ExternalMemoryHandleTypesNV> SINGLE = singles();

    private ExternalMemoryHandleTypesNV(int bits) {
        super(bits);
    }

    /** A set of one is what everybody gives, so there is one object for each. */
    private static Map<ExternalMemoryHandleTypeNV, ExternalMemoryHandleTypesNV> singles() {
        Map<ExternalMemoryHandleTypeNV, ExternalMemoryHandleTypesNV> singles =
                new EnumMap<>(ExternalMemoryHandleTypeNV.class);
        for (ExternalMemoryHandleTypeNV type : KNOWN) {
            singles.put(type, ofBits(type.bit()));
        }
        return singles;
    }

    /** {@return the set of one} */
    public static ExternalMemoryHandleTypesNV of(ExternalMemoryHandleTypeNV type) {
        return Objects.requireNonNull(SINGLE.get(type));
    }

    /** {@return the set of these; empty for none} */
    public static ExternalMemoryHandleTypesNV of(ExternalMemoryHandleTypeNV... types) {
        return new ExternalMemoryHandleTypesNV(bitsOf(types));
    }

    /** {@return the set of a bit mask, unknown bits included} */
    public static ExternalMemoryHandleTypesNV ofBits(int bits) {
        return new ExternalMemoryHandleTypesNV(bits);
    }

    /** {@return this set and one more} */
    public ExternalMemoryHandleTypesNV with(ExternalMemoryHandleTypeNV type) {
        return new ExternalMemoryHandleTypesNV(bits() | type.bit());
    }

    /**
     * Converts to core types.
     *
     * @return the core types of the same meaning
     * @throws IllegalArgumentException if the set has bits whose meaning is unknown
     */
    public ExternalMemoryHandleTypes toCore() {
        if (unknownBits() != 0) {
            throw new IllegalArgumentException("no core counterpart is known of the bits in " + this);
        }
        return ExternalMemoryHandleTypes.ofBits(
                stream().mapToInt(type -> type.toCore().bit()).reduce(0, (all, bit) -> all | bit));
    }

    @Override
    ExternalMemoryHandleTypeNV[] known() {
        return KNOWN;
    }

    @Override
    int knownBits() {
        return KNOWN_BITS;
    }
}
