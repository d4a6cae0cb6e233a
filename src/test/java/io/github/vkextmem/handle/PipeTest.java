package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.platform.NamedPipe;
import io.github.vkextmem.platform.NtKernel;
import io.github.vkextmem.platform.PeerProcess;
import io.github.vkextmem.platform.PipeFactory;
import io.github.vkextmem.standin.OpenHandles;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handles of real sections through real named pipes. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(300)
class PipeTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService pool = Executors.newCachedThreadPool();

    private Path path;

    @BeforeEach
    void name() {
        // Nothing is made there. No temporary folder: Wine's network interfaces, which seed its name, bring the JVM
        // down.
        path = Path.of("channel-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    }

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private record Ends(HandleChannel here, HandleChannel there) implements AutoCloseable {

        @Override
        public void close() {
            here.close();
            there.close();
        }
    }

    private Ends ends(Duration timeout) throws Exception {
        try (HandleListener listener = HandleChannel.listen(path, timeout)) {
            HandleChannel here = inTime(() -> HandleChannel.connect(path, timeout));
            return new Ends(here, inTime(listener::accept));
        }
    }

    @Test
    void aHandleTravelsBothWays() throws Exception {
        try (Ends ends = ends(LONG)) {
            for (HandleChannel from : new HandleChannel[] {ends.here(), ends.there()}) {
                HandleChannel to = from == ends.here() ? ends.there() : ends.here();
                NtHandle sent = Sections.create();
                Sections.write(sent.handle(), 3, (byte) 42);
                from.send(sent, Sections.description());
                assertThat(sent.isValid()).isTrue();
                long number = sent.handle();
                sent.close();
                try (ReceivedHandle received = to.receive()) {
                    assertThat(received.description()).isEqualTo(Sections.description());
                    assertThat(received.ntHandle().handle()).isNotEqualTo(number);
                    assertThat(received.ntHandle().isInheritable()).isFalse();
                    assertThat(Sections.read(received.ntHandle().handle(), 3)).isEqualTo((byte) 42);
                    assertThat(received.handle()).isSameAs(received.ntHandle());
                    assertThatIllegalStateException()
                            .isThrownBy(received::posixFileDescriptor)
                            .withMessageStartingWith("no file descriptor came, but NT handle ");
                    assertThatIllegalStateException().isThrownBy(received::globalShareHandle);
                }
            }
        }
    }

    @Test
    void aGlobalShareHandleTravelsAsTheNumberThatItIs() throws Exception {
        ExternalMemoryHandleType type = ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
        try (Ends ends = ends(LONG)) {
            GlobalShareHandle sent = new GlobalShareHandle(0x40001C02L, type);
            ends.here().send(sent, Sections.description(type));
            try (ReceivedHandle received = ends.there().receive()) {
                assertThat(received.globalShareHandle()).isEqualTo(sent);
                assertThat(received.description()).isEqualTo(Sections.description(type));
            }
        }
    }

    @Test
    void whatWasSentBeforeTheEndStillComes() throws Exception {
        try (Ends ends = ends(LONG);
                NtHandle sent = Sections.create()) {
            ends.here().send(sent, Sections.description());
            ends.here().send(sent, Sections.description());
            ends.here().close();
            for (int i = 0; i < 2; i++) {
                try (ReceivedHandle received = ends.there().receive()) {
                    assertThat(received.ntHandle().isValid()).isTrue();
                }
            }
            assertThatExceptionOfType(PeerException.class).isThrownBy(ends.there()::receive);
            assertThatExceptionOfType(PeerException.class)
                    .isThrownBy(() -> ends.there().send(sent, Sections.description()));
            assertThatIllegalStateException()
                    .isThrownBy(() -> ends.here().send(sent, Sections.description()))
                    .withMessage("this end of the channel is closed");
        }
    }

    @Test
    void waitsAreBoundedAndDoNoHarm() throws Exception {
        try (HandleListener listener = HandleChannel.listen(path, SHORT)) {
            assertThatExceptionOfType(WaitTimeoutException.class).isThrownBy(listener::accept);
            try (HandleChannel here = inTime(() -> HandleChannel.connect(path, SHORT));
                    HandleChannel there = inTime(listener::accept);
                    NtHandle sent = Sections.create()) {
                assertThatExceptionOfType(WaitTimeoutException.class).isThrownBy(there::receive);
                assertThatExceptionOfType(WaitTimeoutException.class).isThrownBy(here::receive);
                send(here, sent);
                inTime(there::receive).close();
            }
        }
    }

    /** Waits again and again, which does no harm: a short wait may end early on a machine that is busy. */
    private static <T> T inTime(Callable<T> wait) throws Exception {
        long start = System.nanoTime();
        while (true) {
            try {
                return wait.call();
            } catch (WaitTimeoutException e) {
                if (System.nanoTime() - start > LONG.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private static void send(HandleChannel channel, NtHandle handle) throws Exception {
        inTime(() -> {
            channel.send(handle, Sections.description());
            return handle;
        });
    }

    /** Whoever does not read fills the pipe; what did not go through leaves no handle behind. */
    @Test
    void sendingIsBoundedToo() throws Exception {
        try (Ends ends = ends(SHORT);
                NtHandle sent = Sections.create()) {
            int before = OpenHandles.count();
            int through = sendUntilItIsFull(ends.here(), sent);
            OpenHandles.requireAtMost(before + through + 40);
            for (int i = 0; i < through; i++) {
                inTime(ends.there()::receive).close();
            }
            assertThatExceptionOfType(WaitTimeoutException.class).isThrownBy(ends.there()::receive);
            send(ends.here(), sent);
            inTime(ends.there()::receive).close();
            OpenHandles.requireAtMost(before + 40);
        }
    }

    /** {@return how many messages went through before one did not} */
    private static int sendUntilItIsFull(HandleChannel channel, NtHandle sent) {
        for (int through = 0; through < 100_000; through++) {
            try {
                channel.send(sent, Sections.description());
            } catch (WaitTimeoutException e) {
                return through;
            }
        }
        throw new AssertionError("a pipe that nobody reads takes any number of messages");
    }

    @Test
    void closingWakesWhoeverWaits() throws Exception {
        HandleListener listener = HandleChannel.listen(path, LONG);
        try (Ends first = new Ends(HandleChannel.connect(path, LONG), listener.accept());
                Ends second = new Ends(HandleChannel.connect(path, LONG), listener.accept())) {
            assertWakes(first.here()::receive, first.here());
            assertWakes(second.there()::receive, second.there());
        }
        assertWakes(listener::accept, listener);
        assertThatExceptionOfType(WaitTimeoutException.class)
                .isThrownBy(() -> HandleChannel.connect(path, SHORT))
                .withMessageContaining("no process listens there (ERROR_FILE_NOT_FOUND)");
    }

    private void assertWakes(Callable<?> waiter, AutoCloseable end) throws Exception {
        Future<?> waiting = pool.submit(waiter);
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> waiting.get(SHORT.toMillis(), TimeUnit.MILLISECONDS));
        end.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(waiting))
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNameIsTakenOnce() throws Exception {
        try (HandleListener listener = HandleChannel.listen(path, LONG)) {
            // Wine 8 does not look at FILE_FLAG_FIRST_PIPE_INSTANCE.
            if (!Sections.isWine()) {
                assertThatExceptionOfType(OperatingSystemException.class)
                        .isThrownBy(() -> HandleChannel.listen(path, LONG))
                        .withMessageContaining("ERROR_ACCESS_DENIED (5)");
            }
            HandleChannel.connect(path, LONG).close();
            // Whoever came and left before is no error, and the next one is served.
            Future<HandleChannel> second = pool.submit(() -> HandleChannel.connect(path, LONG));
            try (HandleChannel accepted = listener.accept();
                    HandleChannel connected = get(second);
                    NtHandle sent = Sections.create()) {
                connected.send(sent, Sections.description());
                accepted.receive().close();
            }
        }
        HandleChannel.listen(path, LONG).close();
        assertThatIllegalArgumentException().isThrownBy(() -> HandleChannel.listen(path, Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> HandleChannel.connect(path, Duration.ofMillis(-1)));
    }

    @Test
    void aPipeCanBeNamedAsSuch() throws Exception {
        Path name = Path.of("\\\\.\\pipe\\vkextmem-" + ProcessHandle.current().pid());
        try (HandleListener listener = HandleChannel.listen(name, LONG);
                HandleChannel here = HandleChannel.connect(name, LONG);
                HandleChannel there = listener.accept();
                NtHandle sent = Sections.create()) {
            there.send(sent, Sections.description());
            here.receive().close();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandleChannel.listen(Path.of("x".repeat(256)), LONG))
                .withMessageStartingWith("a pipe's name takes at most 256 characters, not ");
    }

    @Test
    void closingTheProcessWaitsUntilWhatWasGivenIsTakenBackOrArrived() throws Exception {
        try (NtHandle section = Sections.create()) {
            for (boolean arrives : new boolean[] {false, true}) {
                PeerProcess peer =
                        PeerProcess.open((int) ProcessHandle.current().pid());
                long number;
                Future<?> closing;
                try (PeerProcess.Gift gift = section.lend(peer::give).orElseThrow()) {
                    number = gift.value();
                    closing = pool.submit(peer::close);
                    assertThatExceptionOfType(TimeoutException.class)
                            .isThrownBy(() -> closing.get(SHORT.toMillis(), TimeUnit.MILLISECONDS));
                    if (arrives) {
                        gift.arrived();
                    }
                }
                get(closing);
                assertThat(section.<Object>lend(peer::give)).isEqualTo(Optional.empty());
                try (NtHandle given = NtHandle.adopt(number, section.handleType())) {
                    assertThat(given.isValid()).isEqualTo(arrives);
                    if (!arrives) {
                        given.release();
                    }
                }
            }
        }
    }

    /** The sender has put a handle into the other process by then, and nobody there will ever hear of it. */
    @Test
    void closingDuringASendTakesTheHandleBack() throws Exception {
        int rounds = 40;
        try (NtHandle sent = Sections.create()) {
            int room;
            try (Ends ends = ends(SHORT)) {
                room = sendUntilItIsFull(ends.here(), sent);
            }
            int before = OpenHandles.count();
            for (int i = 0; i < rounds; i++) {
                try (Ends ends = ends(LONG)) {
                    // At first it sends, in the end it waits for room.
                    CountDownLatch through = new CountDownLatch(i % 4 * room / 3);
                    Future<Void> sending = pool.submit(() -> {
                        while (true) {
                            ends.here().send(sent, Sections.description());
                            through.countDown();
                        }
                    });
                    await(through);
                    ends.here().close();
                    assertThatExceptionOfType(ExecutionException.class)
                            .isThrownBy(() -> get(sending))
                            .withMessage("java.lang.IllegalStateException: this end of the channel is closed")
                            .satisfies(e ->
                                    assertThat(e.getCause().getSuppressed()).isEmpty());
                }
            }
            OpenHandles.requireAtMost(before + rounds / 2);
        }
    }

    @Test
    void aListenerThatCouldNotMakeItsNextInstanceMakesItAtTheNextAccept() throws Exception {
        String name = PipeFactory.nameOf(path);
        AtomicInteger made = new AtomicInteger();
        try (PipeAcceptor acceptor = new PipeAcceptor(
                PipeFactory.create(name, true, LONG),
                () -> {
                    if (made.getAndIncrement() < 2) {
                        throw new OperatingSystemException("no instance", "", made.get());
                    }
                    return PipeFactory.create(name, false, LONG);
                },
                LONG)) {
            try (HandleChannel dropped = HandleChannel.connect(path, LONG)) {
                assertThatExceptionOfType(OperatingSystemException.class)
                        .isThrownBy(acceptor::accept)
                        .withMessageEndingWith("(1)");
                assertThatExceptionOfType(PeerException.class).isThrownBy(dropped::receive);
            }
            assertThatExceptionOfType(OperatingSystemException.class)
                    .isThrownBy(acceptor::accept)
                    .withMessageEndingWith("(2)");
            Future<Connection> accepting = pool.submit(acceptor::accept);
            try (HandleChannel here = HandleChannel.connect(path, LONG);
                    HandleChannel there = new HandleChannel(get(accepting), path);
                    NtHandle sent = Sections.create()) {
                here.send(sent, Sections.description());
                there.receive().close();
            }
        }
    }

    @Test
    void aClosedListenerWithoutAnInstanceMakesNone() throws Exception {
        AtomicInteger made = new AtomicInteger();
        PipeAcceptor acceptor = new PipeAcceptor(
                PipeFactory.create(PipeFactory.nameOf(path), true, LONG),
                () -> {
                    throw new OperatingSystemException("no instance", "", made.incrementAndGet());
                },
                LONG);
        HandleChannel.connect(path, LONG).close();
        assertThatExceptionOfType(OperatingSystemException.class)
                .isThrownBy(acceptor::accept)
                .withMessageEndingWith("(1)");
        acceptor.close();
        assertThatIllegalStateException().isThrownBy(acceptor::accept).withMessage("this end of the channel is closed");
        assertThat(made).hasValue(1);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void allOfAPipeIsClosedEvenIfWindowsRefuses() throws Exception {
        NamedPipe pipe = PipeFactory.create(PipeFactory.nameOf(path), true, LONG);
        List<Long> closed = new ArrayList<>();
        NtKernel windows = NtKernel.current();
        NtKernel.replace(handle -> {
            windows.close(handle);
            closed.add(handle);
            throw new OperatingSystemException("close " + closed.size(), "Win32 error", 6);
        });
        try {
            assertThatExceptionOfType(OperatingSystemException.class)
                    .isThrownBy(() -> pipe.close(0, unread -> {}))
                    .withMessageStartingWith("close 1 failed")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        } finally {
            NtKernel.replace(windows);
        }
        assertThat(closed).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void noHandleIsLeft() throws Exception {
        int rounds = 60;
        try (NtHandle sent = Sections.create()) {
            ends(LONG).close();
            int before = OpenHandles.count();
            for (int i = 0; i < rounds; i++) {
                try (Ends ends = ends(LONG)) {
                    ends.here().send(sent, Sections.description());
                    ends.there().receive().close();
                    // These are not received: closing the end closes them.
                    ends.here().send(sent, Sections.description());
                    ends.here().send(sent, Sections.description());
                    ends.there().send(sent, Sections.description());
                }
            }
            OpenHandles.requireAtMost(before + rounds / 2);
        }
    }

    @Test
    void aMessageThatMakesNoSenseIsRefusedAndTheNextOneCounts() throws Exception {
        try (HandleListener listener = HandleChannel.listen(path, LONG)) {
            NamedPipe peer = PipeFactory.connect(PipeFactory.nameOf(path), LONG);
            try (HandleChannel channel = listener.accept();
                    NtHandle section = Sections.create()) {
                refused(channel, peer, ByteBuffer.allocate(3), "a message of only 3 bytes");
                refused(channel, peer, ByteBuffer.allocate(80), "the message does not begin with VKXM");
                String tooLong = "a message of more than 792 bytes";
                refused(channel, peer, message(0, "x".repeat(1000)), tooLong);
                ByteBuffer whole = message(section.handle());
                ByteBuffer cut = ByteBuffer.allocate(87).put(0, whole, 0, 87);
                refused(
                        channel,
                        peer,
                        cut,
                        "a message of 87 bytes; its description takes 80, and a handle comes behind it");
                refused(
                        channel,
                        peer,
                        message(section.handle(), "Local\\both"),
                        "a name in 20 bytes, and handle 0x" + Long.toHexString(section.handle())
                                + "; it is one of them");
                ByteBuffer odd = message(0, "name");
                odd = ByteBuffer.allocate(odd.capacity() - 1).put(0, odd, 0, odd.capacity() - 1);
                refused(channel, peer, odd, "a name in 7 bytes, and handle 0x0; it is one of them");
                ByteBuffer message = message(0x7FFF0);
                refused(
                        channel,
                        peer,
                        message,
                        "the message carries NT handle 0x7fff0 (OPAQUE_WIN32), which is no handle of this process");
                refused(channel, peer, message(0), "the message makes no sense: the handle is NULL");
                message = message(section.handle()).putInt(20, ExternalMemoryHandleType.OPAQUE_FD.bit());
                refused(channel, peer, message, "the message makes no sense: OPAQUE_FD is no NT handle");
                assertThat(section.isValid()).isTrue();
                try (NtHandle copy = section.duplicate()) {
                    peer.send(message(copy.release()));
                    channel.receive().close();
                }
                assertThatIllegalArgumentException()
                        .isThrownBy(() ->
                                channel.send(section, Sections.description(ExternalMemoryHandleType.OPAQUE_WIN32_KMT)));
            } finally {
                peer.close(0, unread -> {});
            }
        }
    }

    @Test
    void aNameTravelsInPlaceOfAHandle() throws Exception {
        try (Ends ends = ends(LONG)) {
            NamedNtHandle named = new NamedNtHandle("Local\\ünï\uD83C\uDF0D", ExternalMemoryHandleType.OPAQUE_WIN32);
            int before = OpenHandles.count();
            ends.here().send(named, Sections.description());
            try (ReceivedHandle received = ends.there().receive()) {
                assertThat(received.handle()).isEqualTo(named);
                assertThat(received.description()).isEqualTo(Sections.description());
            }
            OpenHandles.requireAtMost(before);
        }
    }

    @Test
    void aNameThatWindowsDoesNotTakeIsRefused() {
        String twice = "Local\\a\\b";
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> PipeConnection.read(message(0, twice)))
                .withMessageStartingWith("the message makes no sense: the name of a kernel object");
        ByteBuffer message =
                PipeConnection.write(Sections.description(ExternalMemoryHandleType.OPAQUE_WIN32_KMT), 0, "Local\\a");
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> PipeConnection.read(message))
                .withMessageContaining("VUID-VkImportMemoryWin32HandleInfoKHR-handleType-01439");
    }

    private static ByteBuffer message(long handle) {
        return message(handle, "");
    }

    private static ByteBuffer message(long handle, String name) {
        return PipeConnection.write(Sections.description(), handle, name);
    }

    private static void refused(HandleChannel channel, NamedPipe peer, ByteBuffer message, String why)
            throws IOException {
        peer.send(message);
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(channel::receive)
                .withMessage(why);
    }

    @Test
    void aHandleTravelsBetweenProcesses() throws Exception {
        try (HandleListener listener = HandleChannel.listen(path, LONG);
                ChildProcess child = ChildProcess.java(PipeChild.class, path.toString())) {
            try (HandleChannel channel = listener.accept();
                    NtHandle own = Sections.create()) {
                Sections.write(own.handle(), 0, PipeChild.FROM_PARENT);
                channel.send(own, Sections.description());
                try (ReceivedHandle received = channel.receive()) {
                    long theirs = received.ntHandle().handle();
                    assertThat(Sections.read(own.handle(), 1)).isEqualTo(PipeChild.FROM_CHILD);
                    assertThat(Sections.read(theirs, 0)).isEqualTo(PipeChild.FROM_CHILD);
                    Sections.write(theirs, 1, PipeChild.ANSWER);
                }
            }
            assertThat(child.finish()).isEqualTo("child: done");
        }
    }

    /** What was put into the other process goes with it, and what it put into this one is received or closed. */
    @ParameterizedTest
    @ValueSource(strings = {"send", "receive"})
    void whoeverIsKilledLeavesAnErrorAndNoHandle(String does) throws Exception {
        int rounds = 3;
        int before = 0;
        try (NtHandle sent = Sections.create()) {
            for (int i = -1; i < rounds; i++) {
                if (i == 0) {
                    before = OpenHandles.count();
                }
                try (HandleListener listener = HandleChannel.listen(path, LONG);
                        ChildProcess child = ChildProcess.java(EndlessPeer.class, path.toString(), does);
                        HandleChannel channel = listener.accept()) {
                    CountDownLatch underWay = new CountDownLatch(50 + 37 * i);
                    Future<Void> talking = pool.submit(() -> talkUntilItFails(channel, sent, does, underWay));
                    await(underWay);
                    child.kill();
                    get(talking);
                }
                assertThat(sent.isValid()).isTrue();
            }
            OpenHandles.requireAtMost(before + 40);
        }
    }

    private static Void talkUntilItFails(
            HandleChannel channel, NtHandle handle, String peerDoes, CountDownLatch underWay) {
        try {
            while (true) {
                if (peerDoes.equals("send")) {
                    channel.receive().close();
                } else {
                    channel.send(handle, Sections.description());
                }
                underWay.countDown();
            }
        } catch (PeerException e) {
            if (peerDoes.equals("send")) {
                assertThat(e).hasMessage("the other end closed the channel");
            }
            return null;
        }
    }
}
