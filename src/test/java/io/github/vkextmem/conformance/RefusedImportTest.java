package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.system.linux.FCNTL;

/**
 * An import that the driver refuses. Drivers then close the descriptor that they got, or leave it open; the
 * application's stays, none is lost, and none of other code is closed.
 */
@EnabledOnOs(OS.LINUX)
class RefusedImportTest extends TwoDevices {

    private PosixFileDescriptor handle;

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
    }

    /** Nothing that a driver exported. */
    @BeforeEach
    void openSomethingElse() {
        handle = PosixFileDescriptor.adopt(openNull(), OPAQUE_FD);
    }

    private static int openNull() {
        return PosixFiles.open("/dev/null", FCNTL.O_RDWR | FCNTL.O_CLOEXEC);
    }

    /** The JVM may have opened a file of its own under a number that the driver closed. */
    private static boolean isOpen(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).equals(Path.of("/dev/null"));
        } catch (IOException closed) {
            return false;
        }
    }

    private void importIt() {
        ExternalMemory external = importer.external();
        MemoryAllocateInfo info = MemoryAllocateInfo.of(1 << 16, Access.MAPPED.memoryType(external, -1));
        Throwable refusal = catchThrowable(() -> {
            try (DeviceMemory imported = external.importMemory(handle, info.chain())) {
                assertThat(imported.handle()).isNotZero();
            }
        });
        assumeFalse(refusal == null, () -> external.deviceName() + " imports what nobody exported");
        assertThat(refusal).isInstanceOf(VulkanException.class).hasMessageContaining("vkAllocateMemory returned");
    }

    @Test
    void theHandleStaysAndNoDescriptorIsLost() {
        // The driver may open files of its own at its first import.
        importIt();
        long before = openNulls();
        for (int i = 0; i < 3; i++) {
            importIt();
            assertThat(handle.isOpen()).isTrue();
            assertThat(isOpen(handle.fd())).isTrue();
            assertThat(openNulls()).isEqualTo(before);
        }
    }

    private static long openNulls() {
        return IntStream.range(0, 1024).filter(RefusedImportTest::isOpen).count();
    }

    @Test
    void closingItThenClosesNobodyElses() {
        importIt();
        int number = handle.fd();
        int next = openNull();
        try (PosixFileDescriptor unrelated = PosixFileDescriptor.adopt(next, OPAQUE_FD)) {
            handle.close();
            assertThat(isOpen(number)).isFalse();
            assertThat(isOpen(next)).isTrue();
            assertThat(unrelated.isOpen()).isTrue();
        }
    }

    @AfterEach
    void close() {
        handle.close();
    }
}
