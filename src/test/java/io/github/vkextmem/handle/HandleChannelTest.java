package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.platform.ReceivedMessage;
import io.github.vkextmem.platform.UnixSocket;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.lwjgl.system.MemoryStack;
import org.opentest4j.TestAbortedException;

@EnabledOnOs(OS.LINUX)
class HandleChannelTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private Map<Integer, String> before;

    @BeforeEach
    void remember() {
        before = Descriptors.open();
    }

    @AfterEach
    void nothingIsLeaked() {
        assertThat(Descriptors.open()).isEqualTo(before);
    }

    /** Two ends in this process. */
    private record Ends(HandleChannel here, HandleChannel there) implements AutoCloseable {
        @Override
        public void close() {
            here.close();
            there.close();
        }
    }

    private Ends ends(Duration timeout) throws IOException {
        Path path = folder.resolve("socket");
        try (HandleListener listener = HandleChannel.listen(path, timeout)) {
            HandleChannel here = HandleChannel.connect(path, timeout);
            return new Ends(here, listener.accept());
        }
    }

    private static PosixFileDescriptor memory() {
        return PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD);
    }

    @Test
    void aHandleArrivesWithItsDescriptionAndSharesBytesBothWays() throws IOException {
        try (Ends ends = ends(LONG)) {
            for (HandleChannel from : List.of(ends.here(), ends.there())) {
                HandleChannel to = from == ends.here() ? ends.there() : ends.here();
                try (PosixFileDescriptor sent = memory()) {
                    from.send(sent, Descriptors.description());
                    assertThat(sent.isOpen()).as("it stays the sender's").isTrue();
                    try (ReceivedHandle received = to.receive()) {
                        assertThat(received.description()).isEqualTo(Descriptors.description());
                        assertThat(received.posixFileDescriptor().handleType())
                                .isEqualTo(ExternalMemoryHandleType.OPAQUE_FD);
                        assertThat(received.posixFileDescriptor().fd()).isNotEqualTo(sent.fd());
                        assertThat(Posix.isCloseOnExec(
                                        received.posixFileDescriptor().fd()))
                                .isTrue();

                        Descriptors.map(sent.fd()).put(11, (byte) 42);
                        assertThat(Descriptors.map(
                                                received.posixFileDescriptor().fd())
                                        .get(11))
                                .isEqualTo((byte) 42);
                        Descriptors.map(received.posixFileDescriptor().fd()).put(12, (byte) 43);
                        assertThat(Descriptors.map(sent.fd()).get(12)).isEqualTo((byte) 43);
                    }
                }
            }
        }
    }

    @Test
    void aDescriptorIsCloseOnExecBeforeAnybodySeesIt() throws IOException {
        Path path = folder.resolve("socket");
        try (UnixSocket listener = UnixSocket.bind(path, LONG)) {
            listener.listen();
            try (UnixSocket here = UnixSocket.connect(path, LONG);
                    UnixSocket there = listener.accept();
                    PosixFileDescriptor memory = memory()) {
                here.send(DescriptionFormat.write(Descriptors.description()), memory.fd());
                try (ReceivedMessage message = there.receive(DescriptionFormat.MAX_LENGTH)) {
                    for (int fd : Descriptors.open().keySet()) {
                        assertThat(before.containsKey(fd) || Posix.isCloseOnExec(fd))
                                .as("descriptor %d", fd)
                                .isTrue();
                    }
                    assertThat(message.isEnd()).isFalse();
                }
            }
        }
    }

    @Test
    void theSenderMayCloseBeforeAnybodyReceives() throws IOException {
        try (Ends ends = ends(LONG)) {
            try (PosixFileDescriptor sent = memory()) {
                Descriptors.map(sent.fd()).put(0, (byte) 9);
                ends.here().send(sent, Descriptors.description());
            }
            try (ReceivedHandle received = ends.there().receive()) {
                assertThat(Descriptors.map(received.posixFileDescriptor().fd()).get(0))
                        .isEqualTo((byte) 9);
            }
        }
    }

    @Test
    void aHandleThatWasTakenOverIsNotClosedWithWhatWasReceived() throws IOException {
        try (Ends ends = ends(LONG);
                PosixFileDescriptor sent = memory()) {
            ends.here().send(sent, Descriptors.description());
            int fd;
            try (ReceivedHandle received = ends.there().receive()) {
                fd = received.posixFileDescriptor().handOver(number -> number);
            }
            assertThat(Descriptors.isOpen(fd)).isTrue();
            Posix.close(fd);
        }
    }

    @Test
    void aHandleThatIsNotOpenOrNotAsDescribedIsNotSent() throws IOException {
        try (Ends ends = ends(LONG)) {
            PosixFileDescriptor handle = memory();
            MemoryDescription other = new MemoryDescription(
                    1,
                    0,
                    ExternalMemoryHandleType.DMA_BUF_EXT,
                    false,
                    Descriptors.description().device());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ends.here().send(handle, other))
                    .withMessage("the handle is file descriptor " + handle.fd()
                            + " (OPAQUE_FD), its description says DMA_BUF_EXT");
            handle.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> ends.here().send(handle, Descriptors.description()))
                    .withMessageEndingWith("it is closed");
        }
    }

    @Test
    void whatWasSentBeforeTheSenderLeftStillComes() throws IOException {
        try (Ends ends = ends(LONG)) {
            try (PosixFileDescriptor sent = memory()) {
                // It leaves without reading this, which the kernel reports once, and before what it sent itself.
                ends.there().send(sent, Descriptors.description());
                ends.here().send(sent, Descriptors.description());
            }
            ends.here().close();
            ends.there().receive().close();
            assertThatExceptionOfType(PeerException.class)
                    .isThrownBy(ends.there()::receive)
                    .withMessage("the other end closed the channel");
        }
    }

    @Test
    void sendingToAnEndThatIsGoneFails() throws IOException {
        try (Ends ends = ends(LONG);
                PosixFileDescriptor sent = memory()) {
            ends.there().close();
            assertThatExceptionOfType(PeerException.class)
                    .isThrownBy(() -> ends.here().send(sent, Descriptors.description()))
                    .withMessage("sendmsg: the other end closed the channel: EPIPE");
            assertThat(sent.isOpen()).isTrue();
        }
    }

    @Test
    void aPeerThatNeverAnswersIsATimeOutThatHarmsNothing() throws IOException {
        try (Ends ends = ends(SHORT);
                PosixFileDescriptor sent = memory()) {
            long start = System.nanoTime();
            assertThatExceptionOfType(WaitTimeoutException.class)
                    .isThrownBy(ends.here()::receive)
                    .withMessage("recvmsg: the other side did not answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, LONG);
            ends.there().send(sent, Descriptors.description());
            ends.here().receive().close();
        }
    }

    @Test
    void nobodyConnectingIsATimeOut() throws IOException {
        try (HandleListener listener = HandleChannel.listen(folder.resolve("socket"), SHORT)) {
            assertThatExceptionOfType(WaitTimeoutException.class)
                    .isThrownBy(listener::accept)
                    .withMessage("accept4: the other side did not answer in time");
        }
    }

    @Test
    void aListenerThatDoesNotAcceptIsATimeOut() throws IOException {
        Path path = folder.resolve("socket");
        List<HandleChannel> waiting = new ArrayList<>();
        try (HandleListener listener = HandleChannel.listen(path, LONG)) {
            assertThatExceptionOfType(WaitTimeoutException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            waiting.add(HandleChannel.connect(path, SHORT));
                        }
                    })
                    .withMessage("connect " + path + ": the other side did not answer in time");
            assertThat(waiting).isNotEmpty();
            listener.accept().close();
        } finally {
            waiting.forEach(HandleChannel::close);
        }
    }

    @Test
    void aPeerThatDoesNotReadIsATimeOutAndAllThatWasSentComesWhole() throws IOException {
        try (Ends ends = ends(SHORT);
                PosixFileDescriptor handle = memory()) {
            int sent = 0;
            try {
                while (sent < 100_000) {
                    ends.here().send(handle, Descriptors.description());
                    sent++;
                }
            } catch (WaitTimeoutException e) {
                assertThat(e).hasMessage("sendmsg: the other side did not answer in time");
            }
            assertThat(sent).isBetween(1, 99_999);
            for (int i = 0; i < sent; i++) {
                try (ReceivedHandle received = ends.there().receive()) {
                    assertThat(received.description()).isEqualTo(Descriptors.description());
                }
            }
            assertThatExceptionOfType(WaitTimeoutException.class).isThrownBy(ends.there()::receive);
        }
    }

    @Test
    void aTimeOutMayBeNothingOrForEverButNotNegative() throws IOException {
        try (Ends ends = ends(Duration.ZERO)) {
            assertThatExceptionOfType(WaitTimeoutException.class).isThrownBy(ends.here()::receive);
        }
        try (Ends ends = ends(Duration.ofSeconds(Long.MAX_VALUE));
                PosixFileDescriptor sent = memory()) {
            ends.here().send(sent, Descriptors.description());
            ends.there().receive().close();
        }
        Path path = folder.resolve("socket");
        assertThatIllegalArgumentException().isThrownBy(() -> HandleChannel.listen(path, Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> HandleChannel.connect(path, Duration.ofNanos(-1)));
        assertThat(path).doesNotExist();
    }

    /** Starts a call, and returns when its thread waits in the kernel. */
    private static <T> Future<T> waitingIn(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task);
        thread.start();
        while (!task.isDone()
                && Arrays.stream(thread.getStackTrace())
                        .noneMatch(frame -> "nffi_call".equals(frame.getMethodName()))) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void closingWakesWhoeverWaits() throws Exception {
        try (Ends ends = ends(LONG)) {
            Future<ReceivedHandle> receiver = waitingIn(ends.here()::receive);
            Future<ReceivedHandle> another = waitingIn(ends.here()::receive);
            long start = System.nanoTime();
            ends.here().close();
            for (Future<ReceivedHandle> woken : List.of(receiver, another)) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> woken.get(60, TimeUnit.SECONDS))
                        .withCauseExactlyInstanceOf(IllegalStateException.class)
                        .withMessageContaining("this end of the channel");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
            assertThatIllegalStateException()
                    .isThrownBy(ends.here()::receive)
                    .withMessage("this end of the channel is closed");
            assertThatExceptionOfType(PeerException.class).isThrownBy(ends.there()::receive);
        }
    }

    @Test
    void closingAListenerWakesWhoeverAccepts() throws Exception {
        HandleListener listener = HandleChannel.listen(folder.resolve("socket"), LONG);
        Future<HandleChannel> accepting = waitingIn(listener::accept);
        listener.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> accepting.get(60, TimeUnit.SECONDS))
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingAtAnyMomentNeverTouchesAnotherDescriptor() throws Exception {
        for (int round = 0; round < 100; round++) {
            try (Ends ends = ends(LONG);
                    PosixFileDescriptor sent = memory()) {
                ends.there().send(sent, Descriptors.description());
                FutureTask<Void> receiver = new FutureTask<>(() -> {
                    while (true) {
                        ends.here().receive().close();
                    }
                });
                Thread closer = new Thread(ends.here()::close);
                new Thread(receiver).start();
                closer.start();
                ends.here().close();
                closer.join();
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> receiver.get(60, TimeUnit.SECONDS))
                        .withCauseExactlyInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void severalThreadsMayShareEachEnd() throws Exception {
        int threads = 4;
        int each = 100;
        ExecutorService pool = Executors.newFixedThreadPool(2 * threads);
        try (Ends ends = ends(LONG);
                PosixFileDescriptor sent = memory()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        ends.here().send(sent, Descriptors.description());
                    }
                    return null;
                }));
                all.add(pool.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        try (ReceivedHandle received = ends.there().receive()) {
                            assertThat(received.description()).isEqualTo(Descriptors.description());
                        }
                    }
                    return null;
                }));
            }
            for (Future<Void> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aListenerRemovesItsSocketOnceAndOnlyItsOwn() throws IOException {
        Path path = folder.resolve("socket");
        HandleListener first = HandleChannel.listen(path, LONG);
        assertThatExceptionOfType(OperatingSystemException.class)
                .isThrownBy(() -> HandleChannel.listen(path, LONG))
                .withMessage("bind " + path + " failed: EADDRINUSE (98)");
        assertThat(path).as("the failure leaves the other's socket").exists();
        first.close();
        assertThat(path).doesNotExist();

        HandleListener second = HandleChannel.listen(path, LONG);
        first.close();
        assertThat(path).as("closing again").exists();
        Files.delete(path);
        try (HandleListener third = HandleChannel.listen(path, LONG)) {
            second.close();
            assertThat(path).as("closing one whose socket was replaced").exists();
            HandleChannel.connect(path, LONG).close();
            third.accept().close();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void connectThrowsWaitTimeoutExceptionWithoutListener() throws IOException {
        Path nobody = folder.resolve("nobody");
        String why = "; start the listener, or wait longer";
        assertThatExceptionOfType(WaitTimeoutException.class)
                .isThrownBy(() -> HandleChannel.connect(nobody, SHORT))
                .withMessage("connect " + nobody + ": no process listens there (ENOENT)" + why);
        Files.createFile(nobody);
        assertThatExceptionOfType(WaitTimeoutException.class)
                .isThrownBy(() -> HandleChannel.connect(nobody, SHORT))
                .withMessage("connect " + nobody + ": no process listens there (ECONNREFUSED)" + why);
    }

    @Test
    void aFullMemoryStackKeepsNothingFromBeingConnectedSentReceivedAndClosed() throws IOException {
        // The classes that this needs may use the stack when they are loaded.
        PosixFileDescriptor sent = memory();
        useOnce(sent);
        Map<Integer, String> open = Descriptors.open();
        try (sent;
                MemoryStack stack = MemoryStack.stackPush()) {
            stack.nmalloc(1, stack.getPointer());
            assertThat(stack.getPointer()).isZero();
            useOnce(sent);
            Path nobody = folder.resolve("nobody");
            assertThatExceptionOfType(WaitTimeoutException.class)
                    .isThrownBy(() -> HandleChannel.connect(nobody, SHORT));
            assertThat(Descriptors.open()).isEqualTo(open);
        }
    }

    private void useOnce(PosixFileDescriptor sent) throws IOException {
        try (Ends ends = ends(LONG)) {
            ends.here().send(sent, Descriptors.description());
            ends.there().receive().close();
        }
    }

    @Test
    void aPathMeansTheSameFileHereAndInTheJdk() throws IOException {
        Path path;
        try {
            path = folder.resolve("Größe");
        } catch (InvalidPathException e) {
            throw new TestAbortedException("this locale has no file names with such letters", e);
        }
        try (HandleListener listener = HandleChannel.listen(path, LONG)) {
            assertThat(path).exists();
            HandleChannel.connect(path, LONG).close();
            listener.accept().close();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aPathMayTake107Bytes() throws IOException {
        int left = 107 - folder.toString().length() - 1;
        Path longest = folder.resolve("x".repeat(left));
        try (HandleListener listener = HandleChannel.listen(longest, LONG);
                HandleChannel here = HandleChannel.connect(longest, LONG);
                HandleChannel there = listener.accept();
                PosixFileDescriptor sent = memory()) {
            here.send(sent, Descriptors.description());
            there.receive().close();
        }
        Path tooLong = folder.resolve("x".repeat(left + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandleChannel.listen(tooLong, LONG))
                .withMessage("a socket's path takes from 1 to 107 bytes, not 108: '" + tooLong + "'");
    }
}
