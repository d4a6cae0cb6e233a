package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.platform.Errno;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.linux.FCNTL;
import org.lwjgl.system.linux.Socket;

@EnabledOnOs(OS.LINUX)
class PosixFileDescriptorTest {

    private static final int UNIX = 1;
    private static final int STREAM = 1;

    private Map<Integer, String> before;

    @BeforeEach
    void remember() {
        before = Descriptors.open();
    }

    @AfterEach
    void nothingIsLeaked() {
        assertThat(Descriptors.open()).isEqualTo(before);
    }

    private static PosixFileDescriptor adopted(int fd) {
        return PosixFileDescriptor.adopt(fd, ExternalMemoryHandleType.OPAQUE_FD);
    }

    @Test
    void closingTwiceDoesNotCloseWhoeverGotTheNumberNext() {
        int fd = Descriptors.memoryWithHighNumber();
        PosixFileDescriptor handle = adopted(fd);
        handle.close();
        assertThat(Descriptors.isOpen(fd)).isFalse();
        assertThat(handle.isOpen()).isFalse();

        int next = Descriptors.memoryWithHighNumber();
        try {
            assertThat(next).isEqualTo(fd);
            handle.close();
            assertThat(Descriptors.isOpen(next)).isTrue();
        } finally {
            Posix.close(next);
        }
    }

    @Test
    void closingFromManyThreadsClosesOnce() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                PosixFileDescriptor handle = adopted(Descriptors.memory());
                CyclicBarrier together = new CyclicBarrier(threads);
                // A second close would find the number closed, and say EBADF.
                for (Future<?> closed : IntStream.range(0, threads)
                        .mapToObj(i -> pool.submit(() -> {
                            together.await();
                            handle.close();
                            return null;
                        }))
                        .toList()) {
                    closed.get(60, TimeUnit.SECONDS);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void releasingGivesItAway() {
        int fd = Descriptors.memory();
        PosixFileDescriptor handle = adopted(fd);
        assertThat(handle.release()).isEqualTo(fd);
        handle.close();
        assertThat(handle.isOpen()).isFalse();
        assertThat(Descriptors.isOpen(fd)).isTrue();
        Posix.close(fd);
    }

    private static Stream<ThrowingCallable> uses(PosixFileDescriptor handle) {
        return Stream.of(handle::fd, handle::release, handle::duplicate, () -> handle.handOver(fd -> fd));
    }

    @Test
    void afterClosingItCannotBeUsed() {
        PosixFileDescriptor handle = adopted(Descriptors.memory());
        handle.close();
        uses(handle)
                .forEach(use -> assertThatIllegalStateException()
                        .isThrownBy(use)
                        .withMessageStartingWith("file descriptor ")
                        .withMessageEndingWith("it is closed"));
    }

    @Test
    void afterReleasingItCannotBeUsed() {
        PosixFileDescriptor handle = adopted(Descriptors.memory());
        int fd = handle.release();
        uses(handle)
                .forEach(use -> assertThatIllegalStateException()
                        .isThrownBy(use)
                        .withMessage("file descriptor " + fd
                                + " cannot be used: it is released, and belongs to whoever released it"));
        Posix.close(fd);
    }

    @Test
    void afterHandingOverItCannotBeUsed() {
        PosixFileDescriptor handle = adopted(Descriptors.memory());
        int fd = handle.handOver(number -> number);
        assertThat(handle.isOpen()).isFalse();
        uses(handle)
                .forEach(use -> assertThatIllegalStateException()
                        .isThrownBy(use)
                        .withMessageEndingWith("it is taken over by an import, and belongs to the driver"));
        handle.close();
        assertThat(Descriptors.isOpen(fd)).as("closing leaves it alone").isTrue();
        Posix.close(fd);
    }

    @Test
    void aTakerThatThrowsLeavesItWithTheCaller() {
        try (PosixFileDescriptor handle = adopted(Descriptors.memory())) {
            for (Throwable failure : new Throwable[] {new IllegalArgumentException(), new AssertionError()}) {
                assertThatThrownBy(() -> handle.handOver(fd -> {
                            PosixFileDescriptorTest.<RuntimeException>sneak(failure);
                            return fd;
                        }))
                        .isSameAs(failure);
                assertThat(handle.isOpen()).isTrue();
                assertThat(Descriptors.isOpen(handle.fd())).isTrue();
            }
        }
    }

    /** As Mesa's lavapipe does when it refuses an import. */
    @Test
    void aTakerThatClosesItAndThrowsLeavesNothingToClose() {
        PosixFileDescriptor handle = adopted(Descriptors.memoryWithHighNumber());
        int fd = handle.fd();
        assertThatThrownBy(() -> handle.handOver(number -> {
                    Posix.close(number);
                    throw new UnsupportedOperationException("refused");
                }))
                .hasMessage("refused");
        assertThat(handle.isOpen()).isFalse();
        uses(handle)
                .forEach(use -> assertThatIllegalStateException()
                        .isThrownBy(use)
                        .withMessageEndingWith("it is closed by the driver, which refused to import it"));

        int next = Descriptors.memoryWithHighNumber();
        assertThat(next).isEqualTo(fd);
        handle.close();
        assertThat(Descriptors.isOpen(next)).isTrue();
        Posix.close(next);
    }

    /** The JVM opens files at any time, between the driver's close and a look at the number too. */
    @ParameterizedTest
    @MethodSource
    void aNumberThatIsAStrangersByThenIsNotClosed(Callable<Integer> stranger) throws Exception {
        int other = stranger.call();
        PosixFileDescriptor handle = adopted(Descriptors.memoryWithHighNumber());
        int fd = handle.fd();
        assertThatThrownBy(() -> handle.handOver(number -> {
                    Posix.close(number);
                    assertThat(FCNTL.fcntli(null, other, FCNTL.F_DUPFD_CLOEXEC, number))
                            .isEqualTo(number);
                    throw new UnsupportedOperationException("refused");
                }))
                .hasMessage("refused");
        assertThat(handle.isOpen()).isFalse();
        handle.close();
        assertThat(Path.of("/proc/self/fd/" + fd)).isSymbolicLink();
        Posix.close(fd);
        Posix.close(other);
    }

    static Stream<Named<Callable<Integer>>> aNumberThatIsAStrangersByThenIsNotClosed() {
        return Stream.of(
                Named.of("file", () -> FCNTL.open(null, "/proc/self/status", FCNTL.O_RDONLY | FCNTL.O_CLOEXEC, 0)),
                Named.of("socket", () -> Socket.socket(null, UNIX, STREAM, 0)));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable throwable) throws T {
        throw (T) throwable;
    }

    @Test
    void theTakerCannotCloseItOnTheWay() {
        try (PosixFileDescriptor handle = adopted(Descriptors.memory())) {
            Stream.concat(uses(handle), Stream.of(handle::close))
                    .forEach(use -> assertThatIllegalStateException()
                            .isThrownBy(() -> handle.handOver(fd -> {
                                assertThat(handle.isOpen()).isTrue();
                                try {
                                    use.call();
                                } catch (Throwable e) {
                                    PosixFileDescriptorTest.<RuntimeException>sneak(e);
                                }
                                return fd;
                            }))
                            .withMessageEndingWith("it is just being handed over"));
            assertThat(Descriptors.isOpen(handle.fd())).isTrue();
        }
    }

    @Test
    void closingWaitsForAHandOverAndThenLeavesItAlone() throws Exception {
        PosixFileDescriptor handle = adopted(Descriptors.memory());
        CountDownLatch lent = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            try {
                lent.await();
                handle.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        closer.start();
        int fd = handle.handOver(number -> {
            lent.countDown();
            while (closer.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            return number;
        });
        closer.join(20_000);
        assertThat(Descriptors.isOpen(fd)).isTrue();
        Posix.close(fd);
    }

    @Test
    void aDuplicateIsIndependentAndCloseOnExec() {
        PosixFileDescriptor original = adopted(Descriptors.memory());
        Descriptors.map(original.fd()).put(7, (byte) 42);
        try (PosixFileDescriptor copy = original.duplicate()) {
            assertThat(copy.fd()).isNotEqualTo(original.fd());
            assertThat(copy.handleType()).isEqualTo(original.handleType());
            original.close();
            assertThat(copy.isOpen()).isTrue();
            assertThat(Posix.isCloseOnExec(copy.fd())).isTrue();
            assertThat(Descriptors.map(copy.fd()).get(7)).isEqualTo((byte) 42);
        }
    }

    @Test
    void descriptorsAreSupportedHere() {
        assertThatCode(PosixFileDescriptor::requireSupported).doesNotThrowAnyException();
    }

    @Test
    void adoptingMakesItCloseOnExec() {
        int fd = Descriptors.inheritableMemory();
        assertThat(Posix.isCloseOnExec(fd)).isFalse();
        try (PosixFileDescriptor handle = adopted(fd)) {
            assertThat(Posix.isCloseOnExec(handle.fd())).isTrue();
        }
    }

    @Test
    void aNumberThatIsNotOpenCannotBeAdopted() {
        int fd = Descriptors.memoryWithHighNumber();
        Posix.close(fd);
        for (int number : new int[] {fd, -1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> adopted(number))
                    .isInstanceOfSatisfying(
                            OperatingSystemException.class,
                            e -> assertThat(e.code()).isEqualTo(Errno.EBADF))
                    .hasMessage("fcntl(" + number + ", F_GETFD) failed: EBADF (9)");
        }
    }

    @Test
    void aCloseThatFailsIsReportedAndNotTriedAgain() {
        int fd = Descriptors.memoryWithHighNumber();
        PosixFileDescriptor handle = adopted(fd);
        Posix.close(fd);
        assertThatThrownBy(handle::close)
                .isInstanceOf(OperatingSystemException.class)
                .hasMessage("close(" + fd + ") failed: EBADF (9)");
        assertThat(handle.isOpen()).isFalse();

        int next = Descriptors.memoryWithHighNumber();
        assertThat(next).isEqualTo(fd);
        handle.close();
        assertThat(Descriptors.isOpen(next)).isTrue();
        Posix.close(next);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExternalMemoryHandleType.class,
            names = {"OPAQUE_FD", "DMA_BUF_EXT"},
            mode = Mode.EXCLUDE)
    void nothingButDescriptorsCanBeAdopted(ExternalMemoryHandleType type) {
        int fd = Descriptors.memory();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PosixFileDescriptor.adopt(fd, type))
                .withMessage(type + " is no file descriptor");
        assertThat(Descriptors.isOpen(fd)).as("it stays the caller's").isTrue();
        Posix.close(fd);
    }

    @Test
    void printsNumberAndType() {
        try (PosixFileDescriptor handle = adopted(Descriptors.memory())) {
            assertThat(handle).hasToString("file descriptor " + handle.fd() + " (OPAQUE_FD)");
        }
    }
}
