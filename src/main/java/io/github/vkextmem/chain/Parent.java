package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import java.util.List;
import java.util.Optional;
import org.lwjgl.system.Struct;

/**
 * A structure that the application fills itself, as far as its chain goes: what may be linked behind it, and the rules that
 * this has to keep. {@code Parents} has those of external memory.
 *
 * <p>Immutable; any thread may use it.
 *
 * @param <P> LWJGL's class of the structure
 * @param <M> the marker of what may stand in its chain
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/fundamentals.html#fundamentals-validusage-pNext">Valid Usage
 *     for Structure Pointer Chains</a>
 */
public class Parent<P extends Struct<P>, M extends Structure> {

    /**
     * The statements of valid usage that the specification lists under the parent's name.
     *
     * @param <P> LWJGL's class of the parent
     */
    @FunctionalInterface
    public interface Rules<P> {

        /**
         * Checks the parent with all that will stand behind it.
         *
         * @param parent the parent, filled by the application
         * @param chain the values behind it, those that the application linked itself among them; what nobody knows is an
         *     {@link UnknownStructure}
         * @param findings where broken statements are reported
         */
        void check(P parent, PNextList<?> chain, Findings findings);
    }

    private final String name;
    private final int sType;
    private final Class<M> marker;
    private final Rules<P> rules;
    private final StructureTypes known;

    Parent(Class<P> struct, int sType, Class<M> marker, Rules<P> rules, List<? extends StructureType<?>> known) {
        this.name = struct.getSimpleName();
        this.sType = sType;
        this.marker = marker;
        this.rules = rules;
        this.known = StructureTypes.of(known);
    }

    /**
     * Describes a parent.
     *
     * @param struct LWJGL's class, named as the specification's structure: no alias
     * @param sType the parent's {@code VkStructureType}
     * @param marker the interface of what may stand in the chain
     * @param rules the parent's own rules
     * @param known the types of the structures that {@link #read} makes values of
     * @param <P> LWJGL's class of the parent
     * @param <M> the marker of what may stand in its chain
     * @return the description
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is copied and nothing else
    public static <P extends Struct<P>, M extends Structure> Parent<P, M> of(
            Class<P> struct, int sType, Class<M> marker, Rules<P> rules, StructureType<? extends M>... known) {
        return new Parent<>(struct, sType, marker, rules, List.of(known));
    }

    /** {@return the structure's name in the specification} */
    public final String name() {
        return name;
    }

    /** {@return the structure's {@code VkStructureType}} */
    public final int sType() {
        return sType;
    }

    /** {@return the interface of what may stand in the chain} */
    public final Class<M> marker() {
        return marker;
    }

    /** {@return the types of the structures that {@link #read} makes values of} */
    public final List<StructureType<?>> known() {
        return known.all();
    }

    /** {@return what is to be linked behind such a structure, to begin with this} */
    public final PNextTail<P, M> tail(M structure) {
        return new PNextTail<>(this, null, structure);
    }

    /**
     * Reads what stands behind a struct.
     *
     * @param struct a struct whose chain holds valid structures
     * @param own types of structures that this library does not know, your own for instance
     * @return the values in order; what nobody knows is an {@link UnknownStructure}
     * @throws ValidUsageException if the chain points back at itself (the parent's {@code sType-unique}), or a value
     *     refuses what stands there
     */
    public final List<Structure> read(P struct, StructureType<?>... own) {
        return known.and(own).readBehind(struct.address(), name);
    }

    /**
     * Reads one structure that stands behind a struct.
     *
     * @param struct a struct whose chain holds valid structures
     * @param type the structure's type
     * @param <V> the value's class
     * @return the value, the first where there are several; empty: there is no such structure
     * @throws ValidUsageException if the chain points back at itself (the parent's {@code sType-unique}), or the value
     *     refuses what stands there
     */
    public final <V extends M> Optional<V> get(P struct, StructureType<V> type) {
        long address = NativeChain.find(struct.address(), name, type.sType());
        return address == 0 ? Optional.empty() : Optional.of(type.read(address));
    }

    /** {@return the specification's name of the structure} */
    @Override
    public String toString() {
        return name;
    }

    final StructureTypes types() {
        return known;
    }

    final Rules<P> rules() {
        return rules;
    }

    /** @throws ValidUsageException if a struct that is used as this parent does not say that it is one */
    final void requireSType(P struct) {
        int actual = StructBytes.sType(struct.address());
        if (actual != sType) {
            throw new ValidUsageException(
                    "VUID-" + name + "-sType-sType", "sType is " + actual, "call sType$Default() on the " + name);
        }
    }
}
