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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The other process is killed (SIGKILL) at random moments while messages go back or forth: this one gets an error that
 * says so, and not one descriptor stays open.
 */
@EnabledOnOs(OS.LINUX)
class KilledPeerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration NO_TIME = Duration.ofMillis(1);
    private static final int MOST_MESSAGES = 100;
    private static final int PYTHONS = 30;
    private static final int JVMS = 6;

    /** A part of what a message takes, so that a peer is killed in the middle of one too. */
    private static final int MOST_NANOS = 200_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    private Path path;
    private Map<Integer, String> before;

    @BeforeEach
    void remember() {
        System.out.println("KilledPeerTest: seed " + seed);
        path = folder.resolve("socket");
        before = Descriptors.open();
    }

    @AfterEach
    void nothingIsLeaked() {
        assertThat(Descriptors.open()).isEqualTo(before);
    }

    /** Ends a peer, and returns when it is gone. */
    private interface Kill {
        void run() throws IOException;
    }

    /** Sends or receives until that fails, and counts down with each message. */
    private interface Talk {
        void untilItFails(HandleChannel channel, CountDownLatch messages);
    }

    @Test
    void receiveThrowsWhenPythonIsKilledWhileItSends() throws Exception {
        killPythons("send", KilledPeerTest::receiveUntilTheEnd);
    }

    @Test
    void receiveThrowsWhenTheLibraryIsKilledWhileItSends() throws Exception {
        killJvms("send", KilledPeerTest::receiveUntilTheEnd);
    }

    @Test
    void sendThrowsWhenPythonIsKilledWhileItReceives() throws Exception {
        killPythons("receive", KilledPeerTest::sendUntilItFails);
    }

    @Test
    void sendThrowsWhenTheLibraryIsKilledWhileItReceives() throws Exception {
        killJvms("receive", KilledPeerTest::sendUntilItFails);
    }

    private void killPythons(String does, Talk talk) throws Exception {
        assumeTrue(ChildProcess.hasPython(), "no python3 that can send descriptors");
        try (ForkedPeers peers = ForkedPeers.at(path)) {
            for (int i = 0; i < PYTHONS; i++) {
                try (HandleListener listener = HandleChannel.listen(path, TIMEOUT)) {
                    peers.start(does);
                    talkUntilKilled(listener, talk, peers::kill);
                }
                assertThat(Descriptors.open()).as("seed %d, round %d", seed, i).isEqualTo(before);
            }
        }
    }

    private void killJvms(String does, Talk talk) throws Exception {
        for (int i = 0; i < JVMS; i++) {
            try (HandleListener listener = HandleChannel.listen(path, TIMEOUT);
                    ChildProcess child = ChildProcess.java(EndlessPeer.class, path.toString(), does)) {
                talkUntilKilled(listener, talk, child::kill);
            }
            assertThat(Descriptors.open()).as("seed %d, round %d", seed, i).isEqualTo(before);
        }
    }

    /** The peer is killed soon after some messages went through, and not before. */
    private void talkUntilKilled(HandleListener listener, Talk talk, Kill kill) throws Exception {
        CountDownLatch messages = new CountDownLatch(1 + random.nextInt(MOST_MESSAGES));
        long nanos = random.nextInt(MOST_NANOS);
        FutureTask<Void> killed = inBackground(() -> {
            assertThat(messages.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            LockSupport.parkNanos(nanos);
            kill.run();
            return null;
        });
        try (HandleChannel channel = listener.accept()) {
            talk.untilItFails(channel, messages);
        }
        killed.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static FutureTask<Void> inBackground(Callable<Void> task) {
        FutureTask<Void> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "kills");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static void receiveUntilTheEnd(HandleChannel channel, CountDownLatch messages) {
        try {
            while (true) {
                try (ReceivedHandle handle = channel.receive()) {
                    assertThat(handle.description()).isEqualTo(Descriptors.description());
                    messages.countDown();
                }
            }
        } catch (PeerException e) {
            assertThat(e).hasMessage("the other end closed the channel").hasNoSuppressedExceptions();
            assertThat(messages.getCount()).as("messages that are missing").isZero();
        }
    }

    private static void sendUntilItFails(HandleChannel channel, CountDownLatch messages) {
        try (PosixFileDescriptor memory =
                PosixFileDescriptor.adopt(Descriptors.memory(), ExternalMemoryHandleType.OPAQUE_FD)) {
            try {
                while (true) {
                    channel.send(memory, Descriptors.description());
                    messages.countDown();
                }
            } catch (PeerException e) {
                assertThat(e)
                        .hasMessage("sendmsg: the other end closed the channel: EPIPE")
                        .hasNoSuppressedExceptions();
                assertThat(messages.getCount())
                        .as("messages that did not go through")
                        .isZero();
            }
            assertThat(memory.isOpen()).as("what could not be sent stays here").isTrue();
        }
    }

    /** Before it connects, while it does, or right after. It is gone when this process looks, so nothing has to be waited for. */
    @Test
    void acceptAndReceiveThrowWhenThePeerIsKilledWhileItConnects() throws Exception {
        assumeTrue(ChildProcess.hasPython(), "no python3 that can send descriptors");
        try (ForkedPeers peers = ForkedPeers.at(path)) {
            for (int i = 0; i < PYTHONS; i++) {
                try (HandleListener listener = HandleChannel.listen(path, NO_TIME)) {
                    peers.start("send");
                    LockSupport.parkNanos(random.nextInt(10 * MOST_NANOS));
                    peers.kill();
                    try (HandleChannel channel = listener.accept()) {
                        receiveUntilTheEnd(channel, new CountDownLatch(0));
                    } catch (WaitTimeoutException e) {
                        assertThat(e).hasMessage("accept4: the other side did not answer in time");
                    }
                } catch (VkextmemException e) {
                    fail("seed " + seed + ", round " + i, e);
                }
                assertThat(Descriptors.open()).as("seed %d, round %d", seed, i).isEqualTo(before);
            }
        }
    }
}
