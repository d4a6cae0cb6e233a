package io.github.vkextmem.chain;

import java.util.ArrayList;
import java.util.List;
import org.lwjgl.system.Struct;

/** The types that a reader of native chains knows. Immutable; any thread may use it. */
public final class StructureTypes {

    private final List<StructureType<?>> types;

    private StructureTypes(List<StructureType<?>> types) {
        this.types = types;
    }

    /** {@return a reader that knows these types} */
    public static StructureTypes of(List<? extends StructureType<?>> types) {
        return new StructureTypes(List.copyOf(types));
    }

    /** {@return a reader that knows these types too} */
    public StructureTypes and(StructureType<?>... more) {
        if (more.length == 0) {
            return this;
        }
        List<StructureType<?>> all = new ArrayList<>(types);
        all.addAll(List.of(more));
        return of(all);
    }

    /** {@return the types, in the order in which they were given} */
    public List<StructureType<?>> all() {
        return types;
    }

    /**
     * Makes a value of an LWJGL struct: its own where one of these types describes it, so that every rule sees it, and a
     * {@link StructCopy} of its bytes otherwise.
     *
     * @param struct a struct with its {@code sType} set and no chain of its own
     * @return the value
     * @throws io.github.vkextmem.ValidUsageException if {@code sType} is 0, or a value of the struct's type refuses what
     *     it holds
     * @throws IllegalArgumentException if the struct has a chain of its own, which would be lost
     */
    public Structure copyOf(Struct<?> struct) {
        StructCopy copy = StructCopy.of(struct);
        for (StructureType<?> type : types) {
            // The name too: sType may be wrong, and the struct then shorter than its type says.
            if (type.sType() == copy.type().sType() && isOf(type, struct.getClass())) {
                return type.read(struct.address());
            }
        }
        return copy;
    }

    /** LWJGL's class of a KHR alias is derived from the core structure's. */
    private static boolean isOf(StructureType<?> type, Class<?> struct) {
        for (Class<?> lwjgl = struct; lwjgl != null; lwjgl = lwjgl.getSuperclass()) {
            if (lwjgl.getSimpleName().equals(type.name())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads what stands behind a struct into values.
     *
     * @param parent a struct whose {@code pNext} is NULL or leads to valid structures
     * @return the values in order; an {@link UnknownStructure} for what no type describes
     * @throws io.github.vkextmem.ValidUsageException if the chain points back at itself
     */
    public List<Structure> readBehind(Struct<?> parent) {
        return readBehind(parent.address(), parent.getClass().getSimpleName());
    }

    List<Structure> readBehind(long parent, String parentName) {
        if (StructBytes.pNext(parent) == 0) {
            return List.of();
        }
        List<Structure> structures = new ArrayList<>();
        NativeChain.find(parent, parentName, address -> {
            structures.add(read(address));
            return false;
        });
        return structures;
    }

    private Structure read(long address) {
        int sType = StructBytes.sType(address);
        for (StructureType<?> type : types) {
            if (type.sType() == sType) {
                return type.read(address);
            }
        }
        return new UnknownStructure(sType);
    }
}
