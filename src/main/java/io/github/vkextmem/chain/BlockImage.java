package io.github.vkextmem.chain;

import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryUtil;

/**
 * A list as it lies in memory, wherever that is: its words, and which of them are addresses within it. To write it again is
 * then to copy, and no structure is called.
 *
 * <p>Immutable; any thread may use it.
 */
final class BlockImage {

    private static final int WORD = 8;

    private final long[] words;
    private final int[] addresses;
    private final int tail;

    private BlockImage(long[] words, int[] addresses, int tail) {
        this.words = words;
        this.addresses = addresses;
        this.tail = tail;
    }

    /**
     * Learns from two copies of a list in different places. What moved along is an address within.
     *
     * @return the image; null if something else differs, so that the list has to be written by its structures each time
     */
    static @Nullable BlockImage of(PNextList<?> list) {
        int size = list.byteSize();
        long one = MemoryUtil.nmemAlloc(2L * size);
        if (one == 0) {
            return null;
        }
        try {
            long other = one + size;
            long tail = list.writeStructures(one, 0) - one;
            list.writeStructures(other, 0);
            return compare(one, other, size, tail);
        } finally {
            MemoryUtil.nmemFree(one);
        }
    }

    private static @Nullable BlockImage compare(long one, long other, int size, long tail) {
        long[] words = new long[size / WORD];
        int[] addresses = new int[words.length];
        int count = 0;
        for (int i = 0; i < words.length; i++) {
            words[i] = memGetLong(one + (long) WORD * i);
            long same = memGetLong(other + (long) WORD * i);
            if (words[i] != same) {
                words[i] -= one;
                if (words[i] != same - other) {
                    return null;
                }
                addresses[count++] = i;
            }
        }
        return new BlockImage(words, Arrays.copyOf(addresses, count), (int) tail / WORD);
    }

    /** Writes the list, its last structure linking to {@code pNext}. */
    void write(long address, long pNext) {
        for (int i = 0; i < words.length; i++) {
            memPutLong(address + (long) WORD * i, words[i]);
        }
        for (int at : addresses) {
            memPutLong(address + (long) WORD * at, address + words[at]);
        }
        memPutLong(address + (long) WORD * tail, pNext);
    }
}
