package io.github.vkextmem.struct;

/**
 * What an allocation is asked for.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateFlags.html">
 *     VkMemoryAllocateFlags</a>
 */
public final class MemoryAllocateFlags extends FlagSet<MemoryAllocateFlag> {

    private static final MemoryAllocateFlag[] KNOWN = MemoryAllocateFlag.values();
    private static final int KNOWN_BITS = bitsOf(KNOWN);

    private MemoryAllocateFlags(int bits) {
        super(bits);
    }

    /** {@return the set of these; empty for none} */
    public static MemoryAllocateFlags of(MemoryAllocateFlag... flags) {
        return new MemoryAllocateFlags(bitsOf(flags));
    }

    /** {@return the set of a bit mask, unknown bits included} */
    public static MemoryAllocateFlags ofBits(int bits) {
        return new MemoryAllocateFlags(bits);
    }

    /** {@return this set and one more} */
    public MemoryAllocateFlags with(MemoryAllocateFlag flag) {
        return new MemoryAllocateFlags(bits() | flag.bit());
    }

    @Override
    MemoryAllocateFlag[] known() {
        return KNOWN;
    }

    @Override
    int knownBits() {
        return KNOWN_BITS;
    }
}
