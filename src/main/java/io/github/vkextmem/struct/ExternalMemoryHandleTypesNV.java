package io.github.vkextmem.struct;

import java.util.stream.Stream;

/**
 * A set of external memory handle types of VK_NV_external_memory_capabilities.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryHandleTypeFlagsNV.html">
 *     VkExternalMemoryHandleTypeFlagsNV</a>
 */
public final class ExternalMemoryHandleTypesNV extends FlagSet<ExternalMemoryHandleTypeNV> {

    private static final ExternalMemoryHandleTypeNV[] KNOWN = ExternalMemoryHandleTypeNV.values();
    private static final ExternalMemoryHandleTypesNV[] SINGLE =
            Stream.of(KNOWN).map(type -> ofBits(type.bit())).toArray(ExternalMemoryHandleTypesNV[]::new);

    private ExternalMemoryHandleTypesNV(int bits) {
        super(bits);
    }

    /** {@return the set of one} */
    public static ExternalMemoryHandleTypesNV of(ExternalMemoryHandleTypeNV type) {
        return SINGLE[type.ordinal()];
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
}
