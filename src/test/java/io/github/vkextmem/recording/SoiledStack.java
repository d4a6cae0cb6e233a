package io.github.vkextmem.recording;

import java.util.Random;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * This thread's MemoryStack, full of random bytes: padding and members that nobody writes then show. Whatever was zeroed
 * on the stack meanwhile hides them again, so it is filled just before the call that is looked at.
 */
public final class SoiledStack {

    /** To be reported, so that a failure can be repeated; the system property {@code seed} sets it. */
    public static final long SEED = Long.getLong("seed", System.nanoTime());

    private SoiledStack() {}

    /** Fills what is free of the stack. */
    public static void fill() {
        MemoryStack stack = MemoryStack.stackGet();
        byte[] bytes = new byte[stack.getPointer()];
        new Random(SEED).nextBytes(bytes);
        MemoryUtil.memByteBuffer(stack.getAddress(), bytes.length).put(bytes);
    }
}
