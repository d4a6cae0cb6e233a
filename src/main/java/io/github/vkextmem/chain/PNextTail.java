package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Struct;

/**
 * Structures that are linked behind a parent which the application fills itself, as an immutable value; {@link
 * Parent#tail} begins one.
 *
 * @param <P> LWJGL's class of the parent
 * @param <M> the marker of what may stand in its chain
 */
public final class PNextTail<P extends Struct<P>, M extends Structure> extends PNextList<P> {

    private final Parent<P, M> parent;

    PNextTail(Parent<P, M> parent, @Nullable PNextTail<P, M> previous, Structure structure) {
        super(previous, structure);
        this.parent = parent;
    }

    /**
     * Adds a structure.
     *
     * @param structure what extends the parent
     * @return the longer tail; this one stays as it is
     * @throws ValidUsageException if the tail has one of its type and the registry allows one only
     *     (the parent's {@code sType-unique})
     */
    public PNextTail<P, M> with(M structure) {
        return new PNextTail<>(parent, this, structure);
    }

    /**
     * Adds a copy of an LWJGL struct.
     *
     * @param struct a struct with its {@code sType} set and no chain of its own; where this library has no value
     *     for it, what it points to is not copied and must outlive every marshalled chain
     * @param extending LWJGL's typed {@code pNext} of the parent, as the witness that {@code struct} may stand in this
     *     chain: {@code VkImageCreateInfo::pNext}; not called
     * @param <S> LWJGL's class of the struct
     * @return the longer tail; this one stays as it is
     * @throws ValidUsageException if {@code sType} is not set, or the tail has one of its type
     * @throws IllegalArgumentException if {@code struct} has a chain of its own
     */
    public <S extends Struct<S>> PNextTail<P, M> with(S struct, BiFunction<P, S, P> extending) {
        return new PNextTail<>(parent, this, parent.types().copyOf(struct));
    }

    /**
     * Replaces structures, for a device that has others of the same meaning.
     *
     * @param replacement is called with each structure but copies of LWJGL structs; may return it as it is
     * @return the tail with the replacements in the same places
     * @throws ValidUsageException if a replacement makes two of a type (the parent's {@code sType-unique})
     */
    public PNextTail<P, M> map(UnaryOperator<M> replacement) {
        List<Structure> structures = structures();
        PNextTail<P, M> tail = new PNextTail<>(parent, null, replaced(structures.get(0), replacement));
        for (Structure structure : structures.subList(1, structures.size())) {
            tail = new PNextTail<>(parent, tail, replaced(structure, replacement));
        }
        return tail;
    }

    private Structure replaced(Structure structure, UnaryOperator<M> replacement) {
        return parent.marker().isInstance(structure)
                ? replacement.apply(parent.marker().cast(structure))
                : structure;
    }

    /** {@return what the tail is for} */
    public Parent<P, M> parent() {
        return parent;
    }

    @Override
    public String parentName() {
        return parent.name();
    }

    /**
     * Marshals the tail and links it behind a struct, in front of the chain that the struct already has. What stands there
     * already is checked together with the tail.
     *
     * @param struct a struct with its {@code sType} set
     * @param stack where the block is taken; the struct must not be used after the current frame
     * @return {@code struct}
     * @throws ValidUsageException if valid usage is broken and checks are on, and, always, if the struct's own chain
     *     points back at itself; the struct is then as it was
     * @throws IllegalArgumentException if the stack has too little room left
     */
    public P linkBehind(P struct, MemoryStack stack) {
        if (Checks.ENABLED) {
            checkBehind(struct);
        } else {
            NativeChain.requireEnd(struct.address(), parentName());
        }
        long address = Block.take(stack, byteSize());
        write(address, StructBytes.pNext(struct.address()));
        StructBytes.putPNext(struct.address(), address);
        return struct;
    }

    private void checkBehind(P struct) {
        parent.requireSType(struct);
        List<Structure> linked = parent.types().readBehind(struct.address(), parentName());
        if (linked.isEmpty()) {
            check();
        }
        PNextTail<P, M> whole = this;
        for (Structure structure : linked) {
            whole = new PNextTail<>(parent, whole, structure);
        }
        Findings findings = linked.isEmpty() ? new Findings() : whole.findings();
        parent.rules().check(struct, whole, findings);
        findings.throwIfAny(whole);
    }

    @Override
    void writeFirst(Structure first, long address, long pNext) {
        first.write(address, pNext);
    }
}
