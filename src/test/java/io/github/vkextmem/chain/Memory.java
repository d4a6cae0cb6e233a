package io.github.vkextmem.chain;

import java.nio.ByteBuffer;
import java.util.Random;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** Native memory that holds garbage before a test writes to it, so that forgotten bytes show. */
public final class Memory implements AutoCloseable {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    static {
        System.out.println("Memory holds garbage of -Dseed=" + SEED);
    }

    private final ByteBuffer bytes;
    private final MemoryStack stack;

    private Memory(ByteBuffer bytes) {
        this.bytes = bytes;
        this.stack = MemoryStack.create(bytes).push();
    }

    /** {@return memory with bytes of a random generator, whose seed is printed once} */
    public static Memory ofGarbage(int size) {
        byte[] garbage = new byte[size];
        new Random(SEED).nextBytes(garbage);
        return new Memory(MemoryUtil.memAlignedAlloc(8, size).put(0, garbage));
    }

    /** {@return a stack within it} */
    public MemoryStack stack() {
        return stack;
    }

    public long address() {
        return MemoryUtil.memAddress(bytes);
    }

    /** {@return a copy of a part} */
    public static byte[] copy(long address, int length) {
        byte[] copy = new byte[length];
        MemoryUtil.memByteBuffer(address, length).get(copy);
        return copy;
    }

    @Override
    public void close() {
        MemoryUtil.memAlignedFree(bytes);
    }
}
