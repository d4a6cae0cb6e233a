package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_ALLOCATION_EXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.memory.DeviceMemory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryUtil;

/** Memory of this process, imported into two devices of the driver under test, on whatever system. */
class HostMemoryTest {

    private static final int SIZE = 1 << 18;

    private TestInstance instance;
    private TestDevice one;
    private TestDevice other;

    @BeforeEach
    void makeTwoDevices() {
        instance = TestInstance.create();
        one = instance.device();
        other = instance.device();
        assumeTrue(
                one.external().hasExtension("VK_EXT_external_memory_host"),
                "the driver under test lacks VK_EXT_external_memory_host");
        assumeTrue(
                one.external()
                        .bufferProperties(HOST_ALLOCATION_EXT, TestDevice.BUFFER_USAGE)
                        .isImportable(),
                "the driver under test imports no host memory");
    }

    @AfterEach
    void theLayerHadNothingToSay() {
        other.close();
        one.close();
        instance.close();
        assertThat(instance.messages()).isEmpty();
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatTheProgramHasBothDevicesHave() {
        ByteBuffer bytes = one.external().allocateHostBuffer(SIZE);
        try (DeviceMemory here = one.external().importMemory(HostPointer.of(bytes));
                DeviceMemory there = other.external().importMemory(HostPointer.of(bytes))) {
            assertThat(here.size()).isEqualTo(bytes.capacity());
            Pattern.write(here, 1);
            Pattern.assertIn(there, 1);
            bytes.put(0, random(2));
            try (var mapped = there.map()) {
                assertThat(mapped.bytes(0, SIZE)).isEqualTo(ByteBuffer.wrap(random(2)));
            }
            Pattern.write(there, 3);
        }
        assertThat(bytes.slice(0, SIZE)).as("left by the last writer").isNotEqualTo(ByteBuffer.wrap(random(2)));
    }

    /** As LWJGL's users have it; freed by hand, after the memory is closed. */
    @Test
    void memoryThatLwjglAllocatedIsImportedToo() {
        int alignment = Math.toIntExact(one.external().minImportedHostPointerAlignment());
        ByteBuffer bytes = MemoryUtil.memAlignedAlloc(alignment, SIZE);
        try (DeviceMemory memory = one.external().importMemory(HostPointer.of(bytes))) {
            bytes.put(0, random(4));
            try (var mapped = memory.map()) {
                assertThat(mapped.bytes(0, SIZE)).isEqualTo(ByteBuffer.wrap(random(4)));
            }
        } finally {
            MemoryUtil.memAlignedFree(bytes);
        }
    }
}
