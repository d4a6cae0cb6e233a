package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.system.MemoryUtil;

/** That {@link Rounds} finds what is left, on the driver under test. */
@EnabledOnOs(OS.LINUX)
class RoundsTest extends TwoDevices {

    private static final int ROUNDS = 60;

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
    }

    private void runRounds(int rounds, Rounds.Round round) throws Exception {
        Rounds.requireNothingLeft(exporter.device().getPhysicalDevice(), rounds, round);
    }

    @Test
    void findsDescriptorsThatAreLeftOpen() {
        List<PosixFileDescriptor> left = new ArrayList<>();
        try (DeviceMemory memory = Exportable.allocate(exporter.external())) {
            assertThatThrownBy(() -> runRounds(ROUNDS, i -> left.add(memory.exportPosixFileDescriptor(OPAQUE_FD))))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("descriptors");
        } finally {
            left.forEach(PosixFileDescriptor::close);
        }
    }

    @Test
    void findsMemoryOfTheDriverThatIsNotFreed() {
        List<DeviceMemory> left = new ArrayList<>();
        try {
            assertThatThrownBy(() -> runRounds(ROUNDS, i -> {
                        left.add(Exportable.allocate(exporter.external()));
                        Stamp.put(left.get(i), i);
                    }))
                    .isInstanceOf(AssertionError.class);
        } finally {
            left.forEach(DeviceMemory::close);
        }
    }

    @Test
    void findsMemoryOfThisProcessThatIsNotFreed() {
        // More than the JVM gives back between two looks.
        int size = 1 << 22;
        List<Long> left = new ArrayList<>();
        try {
            assertThatThrownBy(() -> runRounds(ROUNDS, i -> {
                        left.add(MemoryUtil.nmemAlloc(size));
                        MemoryUtil.memSet(left.get(i), 1, size);
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("resident memory");
        } finally {
            left.forEach(MemoryUtil::nmemFree);
        }
    }
}
