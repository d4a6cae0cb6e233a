package io.github.vkextmem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.MappedMemory;

/** A number at the beginning of a memory: enough to tell one from another, and quick. */
final class Stamp {

    private Stamp() {}

    /** Writes it. */
    static void put(DeviceMemory memory, long stamp) {
        try (MappedMemory mapped = memory.map()) {
            mapped.bytes(0, Long.BYTES).putLong(0, stamp);
        }
    }

    /** Compares it. */
    static void require(DeviceMemory memory, long stamp) {
        try (MappedMemory mapped = memory.map()) {
            assertThat(mapped.bytes(0, Long.BYTES).getLong(0)).isEqualTo(stamp);
        }
    }
}
