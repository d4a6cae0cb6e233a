package io.github.vkextmem.standin;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.functional.Pattern;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * After many exports, and many hand-overs through a pipe, no NT handle is left. Where the driver lacks Windows' extensions, it
 * is the stand-in that exports.
 */
@EnabledOnOs(OS.WINDOWS)
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WindowsRoundsTest {

    private static final int SIZE = 1 << 16;

    private WindowsDriver driver;

    @BeforeEach
    void open() {
        driver = WindowsDriver.with(EnumSet.of(Family.KHR));
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void afterAThousandExports() throws Exception {
        exportAndClose(1_000);
    }

    @Test
    @Tag("soak")
    void afterAHundredThousandExports() throws Exception {
        exportAndClose(100_000);
    }

    @Test
    void afterTwoHundredHandOvers() throws Exception {
        handOver(200);
    }

    @Test
    @Tag("soak")
    void afterTenThousandHandOvers() throws Exception {
        handOver(10_000);
    }

    private DeviceMemory allocate() {
        return driver.exporter()
                .external()
                .allocate(MemoryAllocateInfo.of(SIZE, driver.exporter().hostVisibleType(-1))
                        .with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32)));
    }

    private void exportAndClose(int rounds) throws Exception {
        OpenHandles.requireNoneLeft(() -> {
            for (int i = 0; i < rounds; i++) {
                try (DeviceMemory exported = allocate();
                        NtHandle handle = exported.exportNtHandle(OPAQUE_WIN32)) {
                    assertThat(handle.handle()).isNotZero();
                }
            }
        });
    }

    /** Both ends of the pipe are in this process, which duplicates each handle into itself. */
    private void handOver(int rounds) throws Exception {
        Path pipe = Path.of("\\\\.\\pipe\\vkextmem-" + System.nanoTime());
        OpenHandles.requireNoneLeft(() -> {
            try (HandleListener listener = HandleChannel.listen(pipe, WindowsChild.TIMEOUT);
                    HandleChannel sender = HandleChannel.connect(pipe, WindowsChild.TIMEOUT);
                    HandleChannel receiver = listener.accept()) {
                for (int i = 0; i < rounds; i++) {
                    handOver(sender, receiver, i);
                }
            }
        });
    }

    private void handOver(HandleChannel sender, HandleChannel receiver, int seed) throws Exception {
        try (DeviceMemory exported = allocate()) {
            Pattern.write(exported, seed);
            try (NtHandle handle = exported.exportNtHandle(OPAQUE_WIN32)) {
                sender.send(handle, exported.description(OPAQUE_WIN32));
            }
            try (ReceivedHandle received = receiver.receive();
                    DeviceMemory imported =
                            driver.importer().external().importMemory(received.handle(), received.description())) {
                Pattern.assertIn(imported, seed);
            }
        }
    }
}
