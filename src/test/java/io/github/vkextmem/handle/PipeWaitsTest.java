package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.WaitInterruptedException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.platform.NamedPipe;
import io.github.vkextmem.platform.PipeFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.system.MemoryStack;

/** Each wait of a named pipe ends at the time-out or at an interrupt, whatever peers do. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(120)
class PipeWaitsTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService pool = Executors.newCachedThreadPool();

    private Path path;

    @BeforeEach
    void name() {
        path = Path.of("waits-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    }

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private static void assertInterruptEnds(Callable<?> call) throws Exception {
        CompletableFuture<Boolean> status = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                call.call();
                status.complete(false);
            } catch (WaitInterruptedException e) {
                status.complete(Thread.currentThread().isInterrupted());
            } catch (Exception e) {
                status.completeExceptionally(e);
            }
        });
        thread.start();
        while (thread.isAlive() && !isWaiting(thread)) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        assertThat(status.get(LONG.dividedBy(2).toSeconds(), TimeUnit.SECONDS))
                .as("interrupt status")
                .isTrue();
    }

    private static boolean isWaiting(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("await") || frame.getMethodName().equals("parkNanos")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void interruptEndsEachWaitAndTheChannelGoesOn() throws Exception {
        assertInterruptEnds(() -> HandleChannel.connect(path, LONG));
        try (HandleListener listener = HandleChannel.listen(path, LONG)) {
            assertInterruptEnds(listener::accept);
            try (HandleChannel here = HandleChannel.connect(path, LONG);
                    HandleChannel there = listener.accept();
                    NtHandle sent = Sections.create()) {
                assertInterruptEnds(here::receive);
                int[] count = new int[1];
                assertInterruptEnds(() -> {
                    for (; count[0] < 100_000; count[0]++) {
                        here.send(sent, Sections.description());
                    }
                    return null;
                });
                for (int i = 0; i < count[0]; i++) {
                    there.receive().close();
                }
                there.send(sent, Sections.description());
                here.receive().close();
            }
        }
    }

    @Test
    void connectWaitsForTheListener() throws Exception {
        Future<HandleChannel> connecting = pool.submit(() -> HandleChannel.connect(path, LONG));
        try (HandleListener listener = HandleChannel.listen(path, LONG);
                HandleChannel there = listener.accept();
                HandleChannel here = connecting.get(LONG.toSeconds(), TimeUnit.SECONDS);
                NtHandle sent = Sections.create()) {
            here.send(sent, Sections.description());
            there.receive().close();
        }
    }

    /** The peer's bytes keep coming for longer than the time-out, each of them at once. */
    @Test
    void aVeryLongMessageIsRefusedAtOnceAndSkippedWithinTheTimeOutOfLaterCalls() throws Exception {
        try (HandleListener listener = HandleChannel.listen(path, SHORT)) {
            NamedPipe peer = PipeFactory.connect(PipeFactory.nameOf(path), LONG);
            try (HandleChannel channel = listener.accept();
                    NtHandle section = Sections.create();
                    NtHandle copy = section.duplicate()) {
                Future<?> sending = pool.submit(() -> {
                    peer.send(ByteBuffer.allocate(16 << 20));
                    peer.send(PipeConnection.write(Sections.description(), copy.handle(), ""));
                });
                assertThat(receiveLater(channel)).isInstanceOf(PeerException.class);
                assertThat(receiveInTime(channel)).as("the rest takes long").isInstanceOf(WaitTimeoutException.class);
                Object next = receiveLater(channel);
                assertThat(next).isInstanceOf(ReceivedHandle.class);
                assertThat(((ReceivedHandle) next).ntHandle().release()).isEqualTo(copy.handle());
                sending.get(LONG.toSeconds(), TimeUnit.SECONDS);
            } finally {
                peer.close(0, unread -> {});
            }
        }
    }

    private static Object receiveLater(HandleChannel channel) {
        Object result;
        do {
            result = receiveInTime(channel);
        } while (result instanceof WaitTimeoutException);
        return result;
    }

    /** {@return what came, or why nothing came} */
    private static Object receiveInTime(HandleChannel channel) {
        long start = System.nanoTime();
        try {
            return channel.receive();
        } catch (PeerException | WaitTimeoutException e) {
            return e;
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(5));
        }
    }

    @Test
    void aFullMemoryStackKeepsNothingFromBeingConnectedSentReceivedAndClosed() throws Exception {
        try (NtHandle sent = Sections.create()) {
            use(sent);
            try (MemoryStack stack = MemoryStack.stackPush()) {
                stack.nmalloc(1, stack.getPointer());
                assertThat(stack.getPointer()).isZero();
                use(sent);
            }
        }
    }

    private void use(NtHandle sent) {
        try (HandleListener listener = HandleChannel.listen(path, LONG);
                HandleChannel here = HandleChannel.connect(path, LONG);
                HandleChannel there = listener.accept()) {
            here.send(sent, Sections.description());
            there.receive().close();
        }
    }

    @Test
    void connectThrowsWaitTimeoutExceptionWithoutListener() {
        assertThatExceptionOfType(WaitTimeoutException.class)
                .isThrownBy(() -> HandleChannel.connect(path, SHORT))
                .withMessageContaining("no process listens there (ERROR_FILE_NOT_FOUND)");
    }
}
