package io.github.vkextmem.chain;

import org.lwjgl.system.MemoryStack;

/** The one 8-byte aligned block of the caller's memory that a value is marshalled into. */
public final class Block {

    private Block() {}

    /**
     * Marshals a structure alone, with an empty chain.
     *
     * @param structure the value
     * @param stack where the block is taken; it lives as long as the current frame
     * @return the structure's address
     * @throws IllegalArgumentException if the stack has too little room left
     */
    public static long marshal(Structure structure, MemoryStack stack) {
        long address = take(stack, structure.byteSize());
        structure.write(address, 0);
        return address;
    }

    /** LWJGL would answer a full stack with an OutOfMemoryError, or not at all with its checks off. */
    static long take(MemoryStack stack, int byteSize) {
        if (stack.getPointer() - 7 < byteSize) {
            throw new IllegalArgumentException("a block of " + byteSize
                    + " bytes does not fit into the MemoryStack, which"
                    + " has " + stack.getPointer() + " of " + stack.getSize() + " bytes left; push a larger stack"
                    + " (MemoryStack.create(size)) or marshal to an address of your own");
        }
        return stack.nmalloc(8, byteSize);
    }
}
