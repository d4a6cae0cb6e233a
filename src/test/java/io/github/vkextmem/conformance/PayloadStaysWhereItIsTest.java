package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.Footprint;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Handing memory over does not touch what is in it, so it takes no longer for a large picture than for a small one. What goes
 * through the socket is counted beside the socket's own tests.
 */
@EnabledOnOs(OS.LINUX)
class PayloadStaysWhereItIsTest extends TwoDevices {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** Exports, sends, receives and imports. */
    private static DeviceMemory handOver(DeviceMemory exported, ExternalMemory importer, Path socket) throws Exception {
        try (HandleListener listener = HandleChannel.listen(socket, TIMEOUT);
                HandleChannel sender = HandleChannel.connect(socket, TIMEOUT);
                HandleChannel receiver = listener.accept()) {
            try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
                sender.send(handle, exported.description(OPAQUE_FD));
            }
            try (ReceivedHandle received = receiver.receive()) {
                return importer.importMemory(received.handle(), received.description());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Pictures.SMALL, Pictures.LARGE})
    void aRecordingDriverIsNeverAskedToMapIt(long size) throws Exception {
        try (RecordingDriver driver = RecordingDriver.with("VK_KHR_external_memory_fd")) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            try (DeviceMemory exported = Exportable.allocate(external, size);
                    DeviceMemory imported = handOver(exported, external, folder.resolve("socket"))) {
                assertThat(imported.size()).isEqualTo(size);
            }
            assertThat(driver.commands())
                    .isEqualTo(List.of(
                            "vkAllocateMemory",
                            "vkGetMemoryFdKHR",
                            "vkAllocateMemory",
                            "vkFreeMemory",
                            "vkFreeMemory"));
            assertThat(driver.leftovers()).isEmpty();
        }
    }

    /** Memory that nobody touched has no pages: a driver in software shows it, others have them elsewhere. */
    @Test
    void noPageOfItBecomesResident() throws Exception {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
        try (DeviceMemory exported = Exportable.allocate(exporter.external(), Pictures.LARGE)) {
            long before = Footprint.now().sharedKilobytes();
            try (DeviceMemory imported = handOver(exported, importer.external(), folder.resolve("socket"))) {
                assertThat(Footprint.now().sharedKilobytes() - before).isLessThan(Pictures.SMALL >> 10);
                assertThat(imported.size()).isEqualTo(Pictures.LARGE);
            }
        }
    }
}
