package io.github.vkextmem.recording;

import java.util.Random;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** This thread's MemoryStack, full of random bytes: padding and members that nobody writes then show. */
public final class SoiledStack {

    private SoiledStack() {}

    /**
     * Fills what is free of the stack.
     *
     * @return the seed, to be reported; the system property {@code seed} sets it
     */
    public static long fill() {
        long seed = Long.getLong("seed", System.nanoTime());
        MemoryStack stack = MemoryStack.stackGet();
        byte[] bytes = new byte[stack.getPointer()];
        new Random(seed).nextBytes(bytes);
        MemoryUtil.memByteBuffer(stack.getAddress(), bytes.length).put(bytes);
        return seed;
    }
}
