package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Struct;

/**
 * Structures that are linked behind a parent which the application fills itself, as an immutable value.
 *
 * @param <P> LWJGL's class of the parent
 */
public abstract class PNextTail<P extends Struct<P>> extends PNextList<P> {

    /**
     * Adds a structure to a tail.
     *
     * @param previous the tail to extend, which stays as it is; null begins one
     * @param structure the structure to add
     * @throws ValidUsageException if the tail has one of its type and the registry allows one only
     */
    protected PNextTail(@Nullable PNextTail<P> previous, Structure structure) {
        super(previous, structure);
    }

    /**
     * Adds a copy of an LWJGL struct.
     *
     * @param struct a struct with its {@code sType} set and no chain of its own; where this library has no value
     *     for it, what it points to is not copied and must outlive every marshalled chain
     * @param extending LWJGL's typed {@code pNext} of the parent, as the witness that {@code struct} may stand in this
     *     chain: {@code VkImageCreateInfo::pNext}; not called
     * @param <S> LWJGL's class of the struct
     * @return the longer tail
     * @throws ValidUsageException if {@code sType} is not set, or the tail has one of its type
     * @throws IllegalArgumentException if {@code struct} has a chain of its own
     */
    public abstract <S extends Struct<S>> PNextTail<P> with(S struct, BiFunction<P, S, P> extending);

    /** {@return the parent's {@code VkStructureType}} */
    protected abstract int parentSType();

    /**
     * Checks the statements of valid usage that the specification lists under the parent's name.
     *
     * @param parent the parent, filled by the application
     * @param present the {@code sType}s of all that will stand behind it, those that it had already among them
     * @param findings where broken statements are reported
     */
    protected abstract void checkParent(P parent, List<Integer> present, Findings findings);

    /**
     * Marshals the tail and links it behind a parent, in front of the chain that the parent already has.
     *
     * @param parent a struct with its {@code sType} set
     * @param stack where the block is taken; the parent must not be used after the current frame
     * @return {@code parent}
     * @throws ValidUsageException if valid usage is broken and checks are on, and, always, if the parent's own chain
     *     points back at itself; the parent is then as it was
     * @throws IllegalArgumentException if the stack has too little room left
     */
    public final P linkBehind(P parent, MemoryStack stack) {
        List<Integer> existing = NativeChain.sTypes(parent.address(), parentName());
        check();
        if (Checks.ENABLED) {
            checkBehind(parent, existing);
        }
        long address = Block.take(stack, byteSize());
        write(address, StructBytes.pNext(parent.address()));
        StructBytes.putPNext(parent.address(), address);
        return parent;
    }

    private void checkBehind(P parent, List<Integer> existing) {
        Findings findings = new Findings();
        if (StructBytes.sType(parent.address()) != parentSType()) {
            findings.add(
                    "VUID-" + parentName() + "-sType-sType",
                    "sType is " + StructBytes.sType(parent.address()),
                    "call sType$Default() on the " + parentName());
        }
        List<Integer> present = new ArrayList<>(existing);
        for (Structure structure : this) {
            int sType = structure.type().sType();
            if (existing.contains(sType) && !structure.type().allowsDuplicates()) {
                findings.add(
                        sTypeUnique(),
                        "the " + parentName() + " already has a " + structure.type() + " in its chain",
                        "link it once");
            }
            present.add(sType);
        }
        checkParent(parent, present, findings);
        findings.throwIfAny(this);
    }
}
