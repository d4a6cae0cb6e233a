package io.github.vkextmem.struct;

import java.util.stream.IntStream;

/**
 * A set of external memory handle types of the core and its extensions.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryHandleTypeFlags.html">
 *     VkExternalMemoryHandleTypeFlags</a>
 */
public final class ExternalMemoryHandleTypes extends FlagSet<ExternalMemoryHandleType> {

    private static final ExternalMemoryHandleType[] KNOWN = ExternalMemoryHandleType.values();
    private static final int KNOWN_BITS = bitsOf(KNOWN);

    /** A set of one is what everybody gives, so there is one object for each bit. */
    private static final ExternalMemoryHandleTypes[] SINGLE = IntStream.range(0, Integer.SIZE)
            .mapToObj(bit -> ofBits(1 << bit))
            .toArray(ExternalMemoryHandleTypes[]::new);

    private ExternalMemoryHandleTypes(int bits) {
        super(bits);
    }

    /** {@return the set of one} */
    public static ExternalMemoryHandleTypes of(ExternalMemoryHandleType type) {
        return SINGLE[Integer.numberOfTrailingZeros(type.bit())];
    }

    /** {@return the set of these; empty for none} */
    public static ExternalMemoryHandleTypes of(ExternalMemoryHandleType... types) {
        return new ExternalMemoryHandleTypes(bitsOf(types));
    }

    /** {@return the set of a bit mask, unknown bits included} */
    public static ExternalMemoryHandleTypes ofBits(int bits) {
        return new ExternalMemoryHandleTypes(bits);
    }

    /** {@return this set and one more} */
    public ExternalMemoryHandleTypes with(ExternalMemoryHandleType type) {
        return new ExternalMemoryHandleTypes(bits() | type.bit());
    }

    /**
     * Converts to the types of VK_NV_external_memory.
     *
     * @return the NV types of the same meaning
     * @throws IllegalArgumentException if one of the types has no NV counterpart
     */
    public ExternalMemoryHandleTypesNV toNV() {
        int nv = 0;
        for (ExternalMemoryHandleType type : this) {
            nv |= type.toNV()
                    .orElseThrow(() -> new IllegalArgumentException("VK_NV_external_memory has no type " + type))
                    .bit();
        }
        if (unknownBits() != 0) {
            throw new IllegalArgumentException("VK_NV_external_memory has no counterpart of the bits in " + this);
        }
        return ExternalMemoryHandleTypesNV.ofBits(nv);
    }

    @Override
    ExternalMemoryHandleType[] known() {
        return KNOWN;
    }

    @Override
    int knownBits() {
        return KNOWN_BITS;
    }
}
