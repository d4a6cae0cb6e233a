package io.github.vkextmem.chain;

import java.util.List;
import org.lwjgl.system.Struct;

/**
 * A structure that the driver fills, together with what stands behind it.
 *
 * @param <P> LWJGL's class of the structure
 * @param <M> the marker of what may stand in its chain
 */
public final class OutputParent<P extends Struct<P>, M extends Structure> extends Parent<P, M> {

    private OutputParent(Class<P> struct, int sType, Class<M> marker, List<? extends StructureType<?>> known) {
        super(struct, sType, marker, (parent, chain, findings) -> {}, known);
    }

    /**
     * Describes a parent that the driver fills.
     *
     * @param struct LWJGL's class, named as the specification's structure: no alias
     * @param sType the parent's {@code VkStructureType}
     * @param marker the interface of what may stand in the chain
     * @param known the types of the structures that {@link #read} makes values of
     * @param <P> LWJGL's class of the parent
     * @param <M> the marker of what may stand in its chain
     * @return the description
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is copied and nothing else
    public static <P extends Struct<P>, M extends Structure> OutputParent<P, M> of(
            Class<P> struct, int sType, Class<M> marker, StructureType<? extends M>... known) {
        return new OutputParent<>(struct, sType, marker, List.of(known));
    }

    /**
     * Asks for structures. {@link Outputs#linkBehind} puts them behind a struct, and after the call {@link #get} and
     * {@link #read} tell what the driver wrote.
     *
     * @param types what to ask for, each once
     * @return the question, which can be asked again and again
     * @throws io.github.vkextmem.ValidUsageException if a type is given twice and the registry allows one only
     *     (the parent's {@code sType-unique})
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is copied and nothing else
    public final Outputs<P> outputs(StructureType<? extends M>... types) {
        return new Outputs<>(this, List.of(types));
    }
}
