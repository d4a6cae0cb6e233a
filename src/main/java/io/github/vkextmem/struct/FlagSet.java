package io.github.vkextmem.struct;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Vulkan bit mask as an immutable set of an enumeration's constants.
 *
 * <p>Bits that the enumeration does not know are kept: they are printed as a number, and marshalled.
 *
 * @param <F> the enumeration
 */
public abstract class FlagSet<F extends Enum<F> & Flag> implements Iterable<F> {

    private final int bits;

    FlagSet(int bits) {
        this.bits = bits;
    }

    abstract F[] known();

    abstract int knownBits();

    static int bitsOf(Flag[] flags) {
        int bits = 0;
        for (Flag flag : flags) {
            bits |= flag.bit();
        }
        return bits;
    }

    /** {@return the bit mask} */
    public final int bits() {
        return bits;
    }

    /** {@return the bits that the enumeration does not know} */
    public final int unknownBits() {
        return bits & ~knownBits();
    }

    /** {@return whether no bit is set} */
    public final boolean isEmpty() {
        return bits == 0;
    }

    /** {@return whether a flag is set} */
    public final boolean contains(F flag) {
        return (bits & flag.bit()) != 0;
    }

    /** {@return the known flags that are set, in ascending order of their bits as the enumeration lists them} */
    public final List<F> toList() {
        List<F> flags = new ArrayList<>();
        for (F flag : known()) {
            if (contains(flag)) {
                flags.add(flag);
            }
        }
        return Collections.unmodifiableList(flags);
    }

    /** {@return the flags of {@link #toList}} */
    public final Stream<F> stream() {
        return toList().stream();
    }

    @Override
    public final Iterator<F> iterator() {
        return toList().iterator();
    }

    /** {@return whether the other is a set of the same kind with the same bits} */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof FlagSet<?> set && set.getClass() == getClass() && set.bits == bits;
    }

    @Override
    public final int hashCode() {
        return bits;
    }

    /** {@return the flags as {@link #toString} has them, for sentences: {@code nothing} for none} */
    public final String names() {
        return isEmpty() ? "nothing" : toString();
    }

    /** {@return the flags by name and unknown bits by number, joined by {@code |}; {@code 0} for none} */
    @Override
    public final String toString() {
        if (bits == 0) {
            return "0";
        }
        StringJoiner names = new StringJoiner("|");
        stream().forEach(flag -> names.add(flag.name()));
        if (unknownBits() != 0) {
            names.add("0x" + Integer.toHexString(unknownBits()));
        }
        return names.toString();
    }
}
