package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.VkextmemException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The other process is killed (SIGKILL) at random moments while messages go back or forth: this one gets an error that
 * says so, and not one descriptor stays open.
 */
@EnabledOnOs(OS.LINUX)
class KilledPeerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final long MOST_NANOS = 20_000_000;

    private static final String PYTHON = """
            import os, socket, sys
            end = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            end.connect(sys.argv[1])
            memory = os.memfd_create("peer", os.MFD_CLOEXEC)
            os.ftruncate(memory, 4096)
            message = bytes.fromhex(sys.argv[3])
            while True:
                if sys.argv[2] == "send":
                    socket.send_fds(end, [message], [memory])
                else:
                    for descriptor in socket.recv_fds(end, 100, 4)[1]:
                        os.close(descriptor)
            """;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    private Map<Integer, String> before;

    @BeforeEach
    void remember() {
        System.out.println("KilledPeerTest: seed " + seed);
        before = Descriptors.open();
    }

    private ChildProcess start(String language, String does) throws IOException {
        String path = folder.resolve("socket").toString();
        if (language.equals("java")) {
            return ChildProcess.java(EndlessPeer.class, path, does);
        }
        String message = HexFormat.of()
                .formatHex(DescriptionFormat.write(Descriptors.description()).array());
        return ChildProcess.python("-c", PYTHON, path, does, message);
    }

    private CompletableFuture<Void> killSoon(ChildProcess child) {
        long nanos = (long) (random.nextDouble() * MOST_NANOS);
        return CompletableFuture.runAsync(() -> {
            LockSupport.parkNanos(nanos);
            child.kill();
        });
    }

    @ParameterizedTest(name = "{0}, {1} times")
    @CsvSource({"python, 30", "java, 6"})
    void whileItSends(String language, int times) throws Exception {
        assumeTrue(language.equals("java") || ChildProcess.hasPython(), "no python3 that can send descriptors");
        int received = 0;
        for (int i = 0; i < times; i++) {
            try (HandleListener listener = HandleChannel.listen(folder.resolve("socket"), TIMEOUT);
                    ChildProcess child = start(language, "send");
                    HandleChannel channel = listener.accept()) {
                // Every other time it is well under way by then.
                if (i % 2 == 1) {
                    channel.receive().close();
                    received++;
                }
                CompletableFuture<Void> killed = killSoon(child);
                received += receiveUntilTheEnd(channel);
                killed.get(20, TimeUnit.SECONDS);
            }
            assertThat(Descriptors.open()).as("seed %d, round %d", seed, i).isEqualTo(before);
        }
        assertThat(received).as("messages that came").isGreaterThan(times / 2);
    }

    private static int receiveUntilTheEnd(HandleChannel channel) throws IOException {
        int received = 0;
        try {
            while (true) {
                try (ReceivedHandle handle = channel.receive()) {
                    assertThat(handle.description()).isEqualTo(Descriptors.description());
                    received++;
                }
            }
        } catch (PeerException e) {
            assertThat(e).hasMessage("the other end closed the channel").hasNoSuppressedExceptions();
            return received;
        }
    }

    @ParameterizedTest(name = "{0}, {1} times")
    @CsvSource({"python, 30", "java, 6"})
    void whileItReceives(String language, int times) throws Exception {
        assumeTrue(language.equals("java") || ChildProcess.hasPython(), "no python3 that can send descriptors");
        int sent = 0;
        for (int i = 0; i < times; i++) {
            try (HandleListener listener = HandleChannel.listen(folder.resolve("socket"), TIMEOUT);
                    ChildProcess child = start(language, "receive");
                    HandleChannel channel = listener.accept()) {
                CompletableFuture<Void> killed = killSoon(child);
                sent += sendUntilItFails(channel);
                killed.get(20, TimeUnit.SECONDS);
            }
            assertThat(Descriptors.open()).as("seed %d, round %d", seed, i).isEqualTo(before);
        }
        assertThat(sent).as("messages that were taken meanwhile").isPositive();
    }

    private static int sendUntilItFails(HandleChannel channel) {
        try (PosixFileDescriptor memory =
                PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD)) {
            int sent = 0;
            try {
                while (true) {
                    channel.send(memory, Descriptors.description());
                    sent++;
                }
            } catch (PeerException e) {
                assertThat(e)
                        .hasMessage("sendmsg: the other end closed the channel: EPIPE")
                        .hasNoSuppressedExceptions();
            }
            assertThat(memory.isOpen()).as("what could not be sent stays here").isTrue();
            return sent;
        }
    }

    /** Before it connects, while it does, or right after: its start takes about as long as the longest wait. */
    @Test
    void whileItConnects() throws Exception {
        assumeTrue(ChildProcess.hasPython(), "no python3 that can send descriptors");
        for (int i = 0; i < 30; i++) {
            try (HandleListener listener = HandleChannel.listen(folder.resolve("socket"), SHORT);
                    ChildProcess child = start("python", "send")) {
                LockSupport.parkNanos((long) (random.nextDouble() * 5 * MOST_NANOS));
                child.kill();
                try (HandleChannel channel = listener.accept()) {
                    receiveUntilTheEnd(channel);
                } catch (WaitTimeoutException e) {
                    assertThat(e).hasMessage("accept4: the other side did not answer in time");
                }
            } catch (VkextmemException e) {
                fail("seed " + seed + ", round " + i, e);
            }
            assertThat(Descriptors.open()).as("seed %d, round %d", seed, i).isEqualTo(before);
        }
    }

    @AfterEach
    void nothingIsLeaked() {
        assertThat(Descriptors.open()).isEqualTo(before);
    }
}
