package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Struct;

/**
 * Structures that stand behind each other in a pNext chain, as an immutable value.
 *
 * <p>A list is its last structure and the list before it, so that adding one copies nothing. Each link contains the size of
 * the list up to it, so that marshalling is one virtual call for each structure, from the last to the first.
 *
 * @param <P> LWJGL's class of the structure that the chain extends
 */
public abstract class PNextList<P extends Struct<P>> implements Iterable<Structure> {

    private final @Nullable PNextList<P> previous;
    private final Structure structure;
    private final int end;

    /** The structure's sType, so that comparing links takes no call. */
    private final int sType;

    /** Whether a check found nothing. A race is harmless: the list is immutable, so every check has the same result. */
    private boolean checked;

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
        StructureType<?> type = structure.type();
        this.sType = type.sType();
        int start = previous == null ? 0 : previous.end;
        int size = structure.byteSize();
        this.end = start < 0 || size < 0 ? -1 : Math.addExact(start, (size + 7) & ~7);
        if (previous != null && previous.excludes(type)) {
            throw new ValidUsageException(
                    List.of(new Violation(
                            "VUID-" + previous.parentName() + "-sType-unique",
                            "the chain already has a " + type + ", and " + structure + " would be a second",
                            "keep one of them")),
                    previous.toString(other -> other.type().sType() == type.sType()));
        }
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
     * Checks the list as a whole, once.
     *
     * @throws ValidUsageException if valid usage is broken and checks are on
     */
    public final void check() {
        if (Checks.ENABLED && !checked) {
            findings().throwIfAny(this);
            checked = true;
        }
    }

    /** Writes the list, the last structure linking to {@code tail}. */
    final void write(long address, long tail) {
        long pNext = tail;
        PNextList<P> link = this;
        for (PNextList<P> before = previous; before != null; before = before.previous) {
            long at = address + before.end;
            link.structure.write(at, pNext);
            pNext = at;
            link = before;
        }
        link.writeFirst(link.structure, address, pNext);
    }

    /**
     * Writes the first structure of all. The subclasses do it, each at a place of its own: what a chain begins with is nearly
     * always of one class, and there the compiler sees it.
     */
    abstract void writeFirst(Structure first, long address, long pNext);

    /** {@return whether the list has one of a type and cannot have another} */
    private boolean excludes(StructureType<?> type) {
        int wanted = type.sType();
        for (PNextList<P> link = this; link != null; link = link.previous) {
            if (link.sType == wanted
                    && !(type.allowsDuplicates() && link.structure.type().allowsDuplicates())) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether the other is a chain of the same parent with equal structures in the same order} */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof PNextList<?> list
                && list.getClass() == getClass()
                && list.parentName().equals(parentName())
                && list.structures().equals(structures());
    }

    @Override
    public final int hashCode() {
        return structures().hashCode();
    }

    /** {@return the structures, a line each} */
    @Override
    public String toString() {
        return toString(offending -> false);
    }

    /** {@return the structures, a line each, those that something is wrong with marked} */
    final String toString(Predicate<Structure> offending) {
        StringJoiner lines = new StringJoiner("\n  -> ");
        for (Structure each : structures()) {
            lines.add(each + (offending.test(each) ? "   <-- here" : ""));
        }
        return lines.toString();
    }
}
