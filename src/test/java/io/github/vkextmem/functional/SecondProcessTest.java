package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.ChildJvm;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Memory of the driver under test goes to a second process and back. */
@EnabledOnOs(OS.LINUX)
class SecondProcessTest {

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void whatIsExportedHereIsImportedThereAndTheOtherWayRound() throws Exception {
        Path socket = folder.resolve("channel");
        try (TestInstance instance = TestInstance.create();
                TestDevice device = instance.device()) {
            assumeTrue(
                    device.external().hasExtension("VK_KHR_external_memory_fd"),
                    "the driver under test lacks VK_KHR_external_memory_fd");
            try (HandleListener listener = HandleChannel.listen(socket, TIMEOUT)) {
                Process other = start(socket);
                try (HandleChannel channel = listener.accept();
                        DeviceMemory exported = device.external()
                                .allocate(MemoryAllocateInfo.of(1 << 16, device.hostVisibleType(-1))
                                        .with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))) {
                    Pattern.write(exported, 11);
                    try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
                        channel.send(handle, exported.description(OPAQUE_FD));
                    }
                    try (ReceivedHandle received = channel.receive();
                            DeviceMemory imported =
                                    device.external().importMemory(received.handle(), received.description())) {
                        Pattern.assertIn(exported, 12);
                        Pattern.assertIn(imported, 13);
                        Pattern.write(imported, 14);
                    }
                    try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
                        channel.send(handle, exported.description(OPAQUE_FD));
                    }
                    assertThat(other.waitFor())
                            .as("exit status of the second process")
                            .isZero();
                } finally {
                    other.destroyForcibly();
                }
            }
            assertThat(instance.messages()).isEmpty();
        }
    }

    private static Process start(Path socket) throws Exception {
        return new ProcessBuilder(ChildJvm.command(SecondProcess.class, socket.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Imports what it gets and answers in it, then exports memory of its own; each wrong byte ends it with an error. */
    static final class SecondProcess {

        private SecondProcess() {}

        public static void main(String[] args) throws Exception {
            try (TestInstance instance = TestInstance.create();
                    TestDevice device = instance.device();
                    HandleChannel channel = HandleChannel.connect(Path.of(args[0]), TIMEOUT);
                    ReceivedHandle received = channel.receive();
                    DeviceMemory imported = device.external().importMemory(received.handle(), received.description());
                    DeviceMemory exported = device.external()
                            .allocate(imported.chain().allocateInfo().with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))) {
                Pattern.assertIn(imported, 11);
                Pattern.write(imported, 12);
                Pattern.write(exported, 13);
                try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
                    channel.send(handle, exported.description(OPAQUE_FD));
                }
                channel.receive().close();
                Pattern.assertIn(exported, 14);
                assertThat(instance.messages()).isEmpty();
            }
        }
    }
}
