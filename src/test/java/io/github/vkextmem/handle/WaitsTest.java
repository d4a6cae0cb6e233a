package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.WaitInterruptedException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.platform.NativeFunction;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each wait of a channel ends at the time-out or at an interrupt, whatever signals and peers do. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class WaitsTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int SIGPIPE = 13;

    @TempDir
    private Path folder;

    private Path path;
    private Map<Integer, String> before;

    @BeforeEach
    void remember() {
        path = folder.resolve("socket");
        before = Descriptors.open();
    }

    /** What a time-out left to be closed in the background is closed soon. */
    @AfterEach
    void nothingIsLeaked() {
        long end = System.nanoTime() + LONG.toNanos();
        while (!Descriptors.open().equals(before) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(Descriptors.open()).isEqualTo(before);
    }

    private static PosixFileDescriptor memory() {
        return PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD);
    }

    /** Interrupts a thread in a call of more than a minute. */
    private static void assertInterruptEnds(ThrowingCallable call) throws Exception {
        CompletableFuture<Boolean> status = new CompletableFuture<>();
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(() -> {
            thrown[0] = catchThrowable(call);
            status.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        awaitWaiting(thread);
        long start = System.nanoTime();
        thread.interrupt();
        assertThat(status.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .as("interrupt status")
                .isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
        assertThat(thrown[0])
                .isExactlyInstanceOf(WaitInterruptedException.class)
                .hasMessageEndingWith(": the waiting thread was interrupted");
    }

    /** Returns when the thread waits in poll or between two attempts. */
    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TERMINATED && !isWaiting(thread)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isWaiting(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("isReady") || frame.getMethodName().equals("parkNanos")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void interruptEndsReceiveAcceptAndSendAndTheChannelGoesOn() throws Exception {
        try (HandleListener listener = HandleChannel.listen(path, LONG)) {
            assertInterruptEnds(listener::accept);
            try (HandleChannel here = HandleChannel.connect(path, LONG);
                    HandleChannel there = listener.accept();
                    PosixFileDescriptor sent = memory()) {
                assertInterruptEnds(here::receive);
                int[] count = new int[1];
                assertInterruptEnds(() -> {
                    for (; count[0] < 100_000; count[0]++) {
                        here.send(sent, Descriptors.description());
                    }
                });
                for (int i = 0; i < count[0]; i++) {
                    there.receive().close();
                }
                there.send(sent, Descriptors.description());
                here.receive().close();
            }
        }
    }

    @Test
    void interruptEndsConnect() throws Exception {
        assertInterruptEnds(() -> HandleChannel.connect(path, LONG));
    }

    @Test
    void interruptedThreadDoesNotBeginToWaitButCloses() throws Exception {
        HandleListener listener = HandleChannel.listen(path, LONG);
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(WaitInterruptedException.class).isThrownBy(listener::accept);
            assertThatExceptionOfType(WaitInterruptedException.class)
                    .isThrownBy(() -> HandleChannel.connect(path, LONG));
            listener.close();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void connectWaitsForTheListener() throws Exception {
        CompletableFuture<HandleChannel> connected = new CompletableFuture<>();
        Thread connecting = new Thread(() -> connected.complete(HandleChannel.connect(path, LONG)));
        connecting.start();
        awaitWaiting(connecting);
        try (HandleListener listener = HandleChannel.listen(path, LONG);
                HandleChannel there = listener.accept();
                HandleChannel here = connected.get(LONG.toSeconds(), TimeUnit.SECONDS);
                PosixFileDescriptor sent = memory()) {
            here.send(sent, Descriptors.description());
            there.receive().close();
        }
    }

    /** Signals that come more often than the time-out ends; the JVM has a handler for this one, which does nothing. */
    private void assertTimesOutDespiteSignals(Callable<?> call) throws Exception {
        NativeFunction tgkill =
                new NativeFunction("tgkill", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);
        CompletableFuture<Integer> number = new CompletableFuture<>();
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(() -> {
            number.complete(threadId());
            thrown[0] = catchThrowable(call::call);
        });
        thread.start();
        int id = number.get(LONG.toSeconds(), TimeUnit.SECONDS);
        long end = System.nanoTime() + LONG.toNanos();
        while (thread.isAlive() && System.nanoTime() < end) {
            tgkill.callOnce(ProcessHandle.current().pid(), id, SIGPIPE);
            thread.join(SHORT.dividedBy(10).toMillis());
        }
        assertThat(thread.isAlive()).as("still waiting").isFalse();
        assertThat(thrown[0]).isExactlyInstanceOf(WaitTimeoutException.class);
    }

    private static int threadId() {
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            return Integer.parseInt(self.getFileName().toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void signalsDoNotProlongAWait() throws Exception {
        List<HandleChannel> waiting = new ArrayList<>();
        try (HandleListener listener = HandleChannel.listen(path, SHORT)) {
            assertTimesOutDespiteSignals(listener::accept);
            Throwable full = catchThrowable(() -> {
                while (waiting.size() < 1000) {
                    waiting.add(HandleChannel.connect(path, SHORT));
                }
            });
            assertThat(full).isExactlyInstanceOf(WaitTimeoutException.class);
            assertTimesOutDespiteSignals(() -> HandleChannel.connect(path, SHORT));
            assertTimesOutDespiteSignals(waiting.get(0)::receive);
        } finally {
            waiting.forEach(HandleChannel::close);
        }
    }

    /** Sends descriptors of TCP sockets whose closing blocks for 30 s, because nothing reads what was written to them. */
    private static final String LINGERING = """
            import socket, struct, sys
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            listener.bind(sys.argv[1])
            listener.listen()
            print("listening", flush=True)
            end = listener.accept()[0]
            server = socket.create_server(("127.0.0.1", 0))
            for i in range(3):
                client = socket.create_connection(server.getsockname())
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 30))
                client.setblocking(False)
                try:
                    while True:
                        client.send(bytes(1 << 20))
                except BlockingIOError:
                    pass
                socket.send_fds(end, [bytes(80)], [client.fileno()])
                client.close()
            print("sent", flush=True)
            sys.stdin.readline()
            """;

    @Test
    void lingeringSocketsProlongNeitherReceiveNorClose() throws Exception {
        assumeTrue(ChildProcess.hasPython(), "no python3 that can send descriptors");
        Duration timeout = Duration.ofSeconds(2);
        try (ChildProcess python = ChildProcess.python("-c", LINGERING, path.toString())) {
            assertThat(python.nextLine()).isEqualTo("listening");
            HandleChannel channel = HandleChannel.connect(path, timeout);
            assertThat(python.nextLine()).isEqualTo("sent");
            long start = System.nanoTime();
            assertThatExceptionOfType(PeerException.class).isThrownBy(channel::receive);
            channel.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("the sockets block for 30 s each")
                    .isLessThan(Duration.ofSeconds(25));
            // That resets the connections, and ends what goes on in the background.
            python.kill();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadLeavesItsCarrierWhileItWaits() throws Exception {
        List<String> oneCarrier =
                List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        try (ChildProcess child =
                ChildProcess.javaBehind(List.of(), oneCarrier, VirtualThreadChild.class, path.toString())) {
            assertThat(child.finish()).endsWith("another ran, interrupted: true");
        }
    }
}
