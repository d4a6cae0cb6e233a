package io.github.vkextmem.chain;

import io.github.vkextmem.ValidUsageException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Struct;

/**
 * A structure with its whole pNext chain, as an immutable value that marshals into one block.
 *
 * <p>A chain is checked as a whole the first time it is marshalled, because a rule may depend on a link that comes
 * later. Each structure writes itself each time. Any thread may share a chain.
 *
 * @param <P> LWJGL's class of the first structure
 */
public abstract class PNextChain<P extends Struct<P>> extends PNextList<P> {

    /**
     * Adds a structure to a chain.
     *
     * @param previous the chain to extend, which stays as it is; null begins one
     * @param structure the structure to add
     * @throws ValidUsageException if the chain has one of its type and the registry allows one only
     */
    protected PNextChain(@Nullable PNextChain<P> previous, Structure structure) {
        super(previous, structure);
    }

    /**
     * Adds a copy of an LWJGL struct.
     *
     * @param struct a struct with its {@code sType} set and no chain of its own; where this library has no value
     *     for it, what it points to is not copied and must outlive every marshalled chain
     * @param extending LWJGL's typed {@code pNext} of the parent, as the witness that {@code struct} may stand in this
     *     chain: {@code VkMemoryAllocateInfo::pNext}; not called
     * @param <S> LWJGL's class of the struct
     * @return the longer chain
     * @throws ValidUsageException if {@code sType} is not set, or the chain has one of its type
     * @throws IllegalArgumentException if {@code struct} has a chain of its own
     */
    public abstract <S extends Struct<S>> PNextChain<P> with(S struct, BiFunction<P, S, P> extending);

    /** {@return LWJGL's object for a struct at an address} */
    protected abstract P wrap(long address);

    /**
     * Marshals the chain into one block of a stack.
     *
     * @param stack where the block is taken; it lives as long as the current frame
     * @return the first structure, an ordinary LWJGL struct with the chain behind it
     * @throws ValidUsageException if the chain breaks valid usage and checks are on
     * @throws IllegalArgumentException if the stack has too little room left
     * @throws IllegalStateException if the chain was read back and holds a structure of unknown size
     */
    public final P marshal(MemoryStack stack) {
        return wrap(nmarshal(stack));
    }

    /**
     * Marshals the chain into one block of a stack, without an object around it.
     *
     * @param stack where the block is taken; it lives as long as the current frame
     * @return the address of the first structure
     * @throws ValidUsageException if the chain breaks valid usage and checks are on
     * @throws IllegalArgumentException if the stack has too little room left
     * @throws IllegalStateException if the chain was read back and holds a structure of unknown size
     */
    public final long nmarshal(MemoryStack stack) {
        check();
        long address = Block.take(stack, byteSize());
        write(address, 0);
        return address;
    }

    /**
     * Marshals the chain to an address.
     *
     * @param address where {@link #byteSize()} bytes may be written, aligned to 8; the first structure begins there
     * @throws ValidUsageException if the chain breaks valid usage and checks are on
     * @throws IllegalArgumentException if the address is 0 or not aligned
     * @throws IllegalStateException if the chain was read back and holds a structure of unknown size
     */
    public final void marshal(long address) {
        if (address == 0 || (address & 7) != 0) {
            throw new IllegalArgumentException("a chain needs an address aligned to 8: 0x" + Long.toHexString(address));
        }
        check();
        byteSize();
        write(address, 0);
    }

    @Override
    final void writeFirst(Structure first, long address, long pNext) {
        first.write(address, pNext);
    }
}
