package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.driver.ChildJvm;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process ends and closes nothing: no memory, no handle, no channel, no device. What it handed over lives on, the channel
 * says that it is gone, and the only thing that it leaves is the socket where it listened. How a driver takes it if its process
 * returns from main is the driver's affair; that it takes it as it takes the same without this library, is ours.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndOfProcessTest extends TwoDevices {

    /** How it ends. */
    enum End {
        RETURNS_FROM_MAIN,
        IS_KILLED
    }

    private static final int KILLED = 128 + 9;
    private static final long STAMP = 0x5EED;

    @TempDir
    private Path folder;

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
    }

    @ParameterizedTest
    @EnumSource
    void whatItHandedOverLivesOn(End end) throws Exception {
        Path socket = folder.resolve("ours");
        Path itsSocket = folder.resolve("its");
        try (HandleListener listener = HandleChannel.listen(socket, HandOverChild.TIMEOUT)) {
            Process child = start(ForgetfulChild.class, end, socket, itsSocket);
            try (HandleChannel channel = listener.accept();
                    ReceivedHandle received = channel.receive()) {
                int status = endOf(child, end);
                assertThat(status).isEqualTo(end == End.IS_KILLED ? KILLED : statusWithoutTheLibrary());
                assertThatThrownBy(channel::receive).isInstanceOf(PeerException.class);
                try (DeviceMemory imported =
                        importer.external().importMemory(received.handle(), received.description())) {
                    Stamp.require(imported, STAMP);
                    Stamp.put(imported, ~STAMP);
                    Stamp.require(imported, ~STAMP);
                }
            } finally {
                child.destroyForcibly();
            }
            assertThat(files()).containsExactlyInAnyOrder(socket, itsSocket);
            assertThatThrownBy(() -> HandleChannel.connect(itsSocket, Duration.ofMillis(100)))
                    .as("the file of a process that has ended")
                    .isInstanceOf(WaitTimeoutException.class)
                    .hasMessageContaining("no process listens there");
        }
    }

    private static Process start(Class<?> main, End end, Path... sockets) throws IOException {
        List<String> command = ChildJvm.command(main, end.name());
        Stream.of(sockets).map(Path::toString).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int endOf(Process child, End end) throws InterruptedException {
        if (end == End.IS_KILLED) {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return child.exitValue();
    }

    private static int statusWithoutTheLibrary() throws IOException, InterruptedException {
        return endOf(start(ForgetfulControl.class, End.RETURNS_FROM_MAIN), End.RETURNS_FROM_MAIN);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Allocates, hands over and ends. */
    static final class ForgetfulChild {

        private ForgetfulChild() {}

        /** Arguments: how to end, where to hand over, where to listen. */
        public static void main(String[] args) throws Exception {
            ExternalMemory external = TestInstance.create().device().external();
            HandleChannel.listen(Path.of(args[2]), HandOverChild.TIMEOUT);
            HandleChannel channel = HandleChannel.connect(Path.of(args[1]), HandOverChild.TIMEOUT);
            DeviceMemory memory = Exportable.allocate(external);
            memory.map().bytes().putLong(0, STAMP);
            channel.send(memory.exportPosixFileDescriptor(OPAQUE_FD), memory.description(OPAQUE_FD));
            if (End.valueOf(args[0]) == End.IS_KILLED) {
                new CountDownLatch(1).await();
            }
        }
    }
}
