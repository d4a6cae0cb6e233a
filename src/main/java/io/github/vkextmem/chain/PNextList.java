package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Struct;

/**
 * Structures that stand behind each other in a pNext chain, as an immutable value.
 *
 * <p>A list is its last structure and the list before it, so that adding one copies nothing. Each link knows where it
 * begins in the block, so that marshalling is one virtual call a structure, from the last to the first. A list that is
 * marshalled again is remembered as it lies in memory, and then copied.
 *
 * @param <P> LWJGL's class of the structure that the chain extends
 */
public abstract class PNextList<P extends Struct<P>> implements Iterable<Structure> {

    private static final byte NEW = 0;
    private static final byte CHECKED = 1;
    private static final byte WRITTEN = 2;
    private static final byte WITHOUT_IMAGE = 3;

    private final @Nullable PNextList<P> previous;
    private final Structure structure;
    private final int end;

    /** Compared first, since to ask a structure for its type is a call; the same for the same type. */
    private final char typeHash;

    /** Whether every structure promises that nothing is wrong with it. */
    private final boolean promisedValid;

    /** How far the list has come. A race here and below is harmless: the list is immutable, and everybody finds the same. */
    private byte progress;

    /** The list as it lies in memory, from the second time on, when it has shown that it pays. */
    private @Nullable BlockImage image;

    /**
     * Adds a structure to a list.
     *
     * @param previous the list to extend, which stays as it is; null begins a list
     * @param structure the structure to add
     * @throws ValidUsageException if the list has one of its type and the registry allows one only
     *     (the parent's {@code sType-unique})
     */
    protected PNextList(@Nullable PNextList<P> previous, Structure structure) {
        this.previous = previous;
        this.structure = structure;
        this.typeHash = hash(structure.type());
        int start = previous == null ? 0 : previous.end;
        int size = structure.byteSize();
        this.end = start < 0 || size < 0 ? -1 : Math.addExact(start, (size + 7) & ~7);
        if (previous != null && previous.excludes(structure.type())) {
            throw new ValidUsageException(
                    List.of(new Violation(
                            previous.sTypeUnique(),
                            "the chain already has a " + structure.type() + ", and " + structure + " would be a second",
                            "keep one of them")),
                    previous.toString(
                            other -> other.type().sType() == structure.type().sType()));
        }
        this.promisedValid = Checks.ENABLED
                && (previous == null || previous.promisedValid)
                && structure.isAlwaysValidBehind(previous);
    }

    /** {@return the specification's name of the structure that the chain extends} */
    public abstract String parentName();

    /** {@return whether the list holds a structure of a class} */
    public final boolean has(Class<? extends Structure> type) {
        return find(type) != null;
    }

    /**
     * Gets the structure of a class.
     *
     * @param type the value's class
     * @param <V> the value's class
     * @return the structure; the first of them where duplicates are allowed
     */
    public final <V extends Structure> Optional<V> get(Class<V> type) {
        return Optional.ofNullable(find(type));
    }

    /**
     * Gets the structure of a class, for rules, which would rather not wrap it.
     *
     * @param type the value's class
     * @param <V> the value's class
     * @return the structure, the first of them where duplicates are allowed; null: there is none
     */
    public final <V extends Structure> @Nullable V find(Class<V> type) {
        V found = null;
        for (PNextList<P> link = this; link != null; link = link.previous) {
            if (link.structure.getClass() == type) {
                found = type.cast(link.structure);
            }
        }
        return found;
    }

    /**
     * Counts structures, for rules: it makes no list.
     *
     * @param wanted which structures to count; asked in no particular order
     * @return how many of the structures {@code wanted} accepts
     */
    public final int count(Predicate<Structure> wanted) {
        int count = 0;
        for (PNextList<P> link = this; link != null; link = link.previous) {
            if (wanted.test(link.structure)) {
                count++;
            }
        }
        return count;
    }

    /** {@return the structures in the order of the chain} */
    public final List<Structure> structures() {
        List<Structure> structures = new ArrayList<>();
        for (PNextList<P> link = this; link != null; link = link.previous) {
            structures.add(link.structure);
        }
        Collections.reverse(structures);
        return Collections.unmodifiableList(structures);
    }

    /** {@return the structures in the order of the chain} */
    @Override
    public final Iterator<Structure> iterator() {
        return structures().iterator();
    }

    /**
     * Says how large the marshalled list is, with all that its structures point to.
     *
     * @return the size in bytes, a multiple of 8
     * @throws IllegalStateException if the list holds a structure that was read back without being known
     */
    public final int byteSize() {
        if (end < 0) {
            throw new IllegalStateException(
                    "the chain holds a structure whose size is unknown, so it cannot be" + " marshalled:\n" + this);
        }
        return end;
    }

    /**
     * Checks the list as a whole, without throwing and whatever the switch {@link Checks#ENABLED} says.
     *
     * @return the broken statements of valid usage; empty: the chain may be marshalled
     */
    public final List<Violation> violations() {
        return findings().violations();
    }

    /** {@return what the structures' own rules find} */
    final Findings findings() {
        Findings findings = new Findings();
        for (PNextList<P> link = this; link != null; link = link.previous) {
            link.structure.check(this, findings);
        }
        return findings;
    }

    /**
     * Checks the list as a whole, once, and not at all where every structure promised when it was added that nothing can be
     * wrong with it.
     *
     * @throws ValidUsageException if valid usage is broken and checks are on
     */
    public final void check() {
        if (progress == NEW) {
            checkBeforeWriting();
            progress = CHECKED;
        }
    }

    /** The same, for who writes the list next: that it was written says that it was checked. */
    final void checkBeforeWriting() {
        if (Checks.ENABLED && !promisedValid && progress == NEW) {
            findings().throwIfAny(this);
        }
    }

    /** Writes the list, the last structure linking to {@code tail}. */
    final void write(long address, long tail) {
        BlockImage known = image;
        if (known != null) {
            known.write(address, tail);
        } else {
            writeStructures(address, tail);
            if (progress < WRITTEN) {
                progress = WRITTEN;
            } else if (progress == WRITTEN) {
                learn();
            }
        }
    }

    private void learn() {
        image = BlockImage.of(this);
        if (image == null) {
            progress = WITHOUT_IMAGE;
        }
    }

    /** {@return where the {@code pNext} of the last structure lies} */
    final long writeStructures(long address, long tail) {
        long pNext = tail;
        PNextList<P> link = this;
        for (PNextList<P> before = previous; before != null; before = before.previous) {
            long at = address + before.end;
            link.structure.write(at, pNext);
            pNext = at;
            link = before;
        }
        link.writeFirst(link.structure, address, pNext);
        return address + (previous == null ? 0 : previous.end) + StructBytes.PNEXT;
    }

    /**
     * Writes the first structure of all. The subclasses do it, each at a place of its own: what a chain begins with is nearly
     * always of one class, and there the compiler sees it.
     */
    abstract void writeFirst(Structure first, long address, long pNext);

    /** {@return whether the list has one of a type and cannot have another} */
    private boolean excludes(StructureType<?> type) {
        char hash = hash(type);
        for (PNextList<P> link = this; link != null; link = link.previous) {
            if (link.typeHash == hash
                    && link.structure.type().sType() == type.sType()
                    && !(type.allowsDuplicates() && link.structure.type().allowsDuplicates())) {
                return true;
            }
        }
        return false;
    }

    private static char hash(StructureType<?> type) {
        return (char) (type.sType() ^ type.sType() >>> Character.SIZE);
    }

    private String sTypeUnique() {
        return "VUID-" + parentName() + "-sType-unique";
    }

    /** {@return whether the other is a chain of the same parent with equal structures in the same order} */
    @Override
    public final boolean equals(@Nullable Object other) {
        if (!(other instanceof PNextList<?> list)
                || list.getClass() != getClass()
                || !list.parentName().equals(parentName())) {
            return false;
        }
        PNextList<?> theirs = list;
        PNextList<?> ours = this;
        while (ours != null && theirs != null) {
            if (!ours.structure.equals(theirs.structure)) {
                return false;
            }
            ours = ours.previous;
            theirs = theirs.previous;
        }
        return ours == theirs;
    }

    @Override
    public final int hashCode() {
        return Objects.hashCode(previous) * 31 + structure.hashCode();
    }

    /** {@return the structures, a line each} */
    @Override
    public String toString() {
        return toString(offending -> false);
    }

    /** {@return the structures, a line each, those that something is wrong with marked} */
    final String toString(Predicate<Structure> offending) {
        return (previous == null ? "" : previous.toString(offending) + "\n  -> ")
                + structure
                + (offending.test(structure) ? "   <-- here" : "");
    }
}
