package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.MappedMemory;
import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes that nothing else would write by chance. */
public final class Pattern {

    private Pattern() {}

    private static byte[] bytes(long size, long seed) {
        byte[] bytes = new byte[Math.toIntExact(size)];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Fills memory. */
    public static void write(DeviceMemory memory, long seed) {
        try (MappedMemory mapped = memory.map()) {
            mapped.bytes().put(bytes(memory.size(), seed));
        }
    }

    /** Compares memory with what was written. */
    public static void assertIn(DeviceMemory memory, long seed) {
        try (MappedMemory mapped = memory.map()) {
            byte[] seen = new byte[Math.toIntExact(memory.size())];
            ByteBuffer bytes = mapped.bytes();
            bytes.get(seen);
            assertThat(seen).isEqualTo(bytes(memory.size(), seed));
        }
    }
}
