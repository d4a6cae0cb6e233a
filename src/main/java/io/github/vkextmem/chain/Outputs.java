package io.github.vkextmem.chain;

import static org.lwjgl.system.MemoryUtil.memSet;

import io.github.vkextmem.ValidUsageException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Struct;

/**
 * Structures that a driver is asked to fill; {@link OutputParent#outputs} makes one.
 *
 * <p>They are zeroed, because some drivers leave structures unwritten: what was not answered then reads as zero.
 * Immutable; any thread may use it.
 *
 * @param <P> LWJGL's class of the structure behind which they stand
 */
public final class Outputs<P extends Struct<P>> {

    private final Parent<P, ?> parent;
    private final List<? extends StructureType<?>> types;
    private final int byteSize;

    Outputs(Parent<P, ?> parent, List<? extends StructureType<?>> types) {
        this.parent = parent;
        this.types = types;
        int size = 0;
        Set<Integer> before = new HashSet<>();
        for (StructureType<?> type : types) {
            if (!before.add(type.sType()) && !type.allowsDuplicates()) {
                throw notUnique(type, "is asked for twice");
            }
            size += type.sizeof();
        }
        this.byteSize = size;
    }

    /**
     * Links the structures, zeroed, behind a struct, in front of the chain that the struct already has.
     *
     * @param struct a struct with its {@code sType} set
     * @param stack where the block is taken; the struct must not be used after the current frame
     * @return {@code struct}, to be given to the command that fills it
     * @throws ValidUsageException if {@code sType} is not set or the struct has one of the structures already and checks
     *     are on, and, always, if the struct's own chain points back at itself; the struct is then as it was
     * @throws IllegalArgumentException if the stack has too little room left
     */
    public P linkBehind(P struct, MemoryStack stack) {
        if (Checks.ENABLED) {
            parent.requireSType(struct);
            for (StructureType<?> type : types) {
                requireAbsent(struct, type);
            }
        } else {
            NativeChain.requireEnd(struct.address(), parent.name());
        }
        if (byteSize > 0) {
            long block = Block.take(stack, byteSize);
            write(block, StructBytes.pNext(struct.address()));
            StructBytes.putPNext(struct.address(), block);
        }
        return struct;
    }

    private void write(long block, long tail) {
        memSet(block, 0, byteSize);
        long address = block + byteSize;
        long pNext = tail;
        for (int i = types.size() - 1; i >= 0; i--) {
            address -= types.get(i).sizeof();
            StructBytes.putHeader(address, types.get(i).sType(), pNext);
            pNext = address;
        }
    }

    private void requireAbsent(P struct, StructureType<?> type) {
        if (NativeChain.find(struct.address(), parent.name(), type.sType()) != 0 && !type.allowsDuplicates()) {
            throw notUnique(type, "stands there already");
        }
    }

    private ValidUsageException notUnique(StructureType<?> type, String problem) {
        return new ValidUsageException(
                "VUID-" + parent.name() + "-sType-unique",
                "a " + type + " behind the " + parent.name() + " " + problem,
                "ask for it once");
    }

    /** {@return the parent's name and what is asked for} */
    @Override
    public String toString() {
        return parent + " <- " + types;
    }
}
