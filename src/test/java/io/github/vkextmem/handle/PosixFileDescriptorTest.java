package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.platform.Errno;
import io.github.vkextmem.platform.OpenFiles;
import io.github.vkextmem.platform.Posix;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
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
import org.junit.jupiter.params.provider.ValueSource;

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

    /** As drivers do when they refuse an import: some close the descriptor, some leave it open. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusedHandOverLosesNoDescriptorAndCanBeRepeated(boolean closes) {
        try (PosixFileDescriptor handle = adopted(Descriptors.memory())) {
            Map<Integer, String> open = Descriptors.open();
            for (int i = 0; i < 3; i++) {
                int fd = handle.fd();
                assertThatThrownBy(() -> handle.handOver(number -> {
                            if (closes) {
                                Posix.close(number);
                            }
                            throw new UnsupportedOperationException("refused");
                        }))
                        .hasMessage("refused")
                        .hasNoSuppressedExceptions();
                assertThat(handle.isOpen()).isTrue();
                assertThat(handle.fd() == fd).isEqualTo(!closes);
                assertThat(Descriptors.isOpen(handle.fd())).isTrue();
                assertThat(Descriptors.open().values()).containsExactlyInAnyOrderElementsOf(open.values());
            }
            int taken = handle.handOver(number -> number);
            assertThat(Descriptors.isOpen(taken)).isTrue();
            assertThat(handle.isOpen()).isFalse();
            Posix.close(taken);
        }
    }

    /** The JVM opens files at any time, between the driver's close and a look at the number too. */
    @ParameterizedTest
    @MethodSource("strangers")
    void numberThatAnotherFileGotAfterARefusalIsNotClosed(Callable<Integer> stranger) throws Exception {
        int other = stranger.call();
        int[] number = new int[1];
        PosixFileDescriptor handle = adopted(Descriptors.memoryWithHighNumber());
        assertThatThrownBy(() -> handle.handOver(fd -> {
                    number[0] = fd;
                    Posix.close(fd);
                    assertThat(PosixFiles.duplicate(other, fd)).isEqualTo(fd);
                    throw new UnsupportedOperationException("refused");
                }))
                .hasMessage("refused");
        assertThat(handle.isOpen()).isTrue();
        handle.close();
        // They fail if the descriptors were closed.
        Posix.close(number[0]);
        Posix.close(other);
    }

    /** Memory, of the same driver too, looks like the descriptor's own. */
    static Stream<Named<Callable<Integer>>> strangers() {
        return Stream.of(
                Named.of("file", () -> PosixFiles.openForReading("/proc/self/status")),
                Named.of("device", () -> PosixFiles.openForReading("/dev/zero")),
                Named.of("other memory", Descriptors::memory),
                Named.of("socket", () -> PosixFiles.socket(UNIX, STREAM)));
    }

    /** A validation layer remembers the sizes of exported payloads by the numbers of their descriptors. */
    @Test
    void takerGetsTheNumberThatWasExported() {
        int fd = Descriptors.memory();
        int taken = adopted(fd).<Integer>handOver(number -> {
            assertThat(Posix.isCloseOnExec(number)).isTrue();
            return number;
        });
        assertThat(taken).isEqualTo(fd);
        Posix.close(taken);
    }

    @Test
    void replacementAfterARefusalIsCloseOnExec() {
        try (PosixFileDescriptor handle = adopted(Descriptors.memory())) {
            assertThatThrownBy(() -> handle.handOver(number -> {
                        Posix.close(number);
                        throw new UnsupportedOperationException("refused");
                    }))
                    .hasMessage("refused");
            assertThat(Posix.isCloseOnExec(handle.fd())).isTrue();
        }
    }

    @Test
    void descriptorWhoseNumberIsAnotherFilesByNowIsNotHandedOver() {
        int fd = Descriptors.memoryWithHighNumber();
        PosixFileDescriptor handle = adopted(fd);
        Posix.close(fd);
        int socket = PosixFiles.socket(UNIX, STREAM);
        assertThat(PosixFiles.duplicate(socket, fd)).isEqualTo(fd);
        Posix.close(socket);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handle.handOver(number -> {
                    throw new AssertionError("the taker got a socket");
                }))
                .withMessageContaining("file descriptor " + fd + " refers to a socket");
        Posix.close(handle.release());
    }

    @Test
    void sizeIsTheFiles() {
        try (PosixFileDescriptor handle = adopted(Descriptors.memory());
                PosixFileDescriptor device = adopted(PosixFiles.openForReading("/dev/zero"))) {
            assertThat(handle.size()).hasValue(Descriptors.SIZE);
            assertThat(device.size()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.vkextmem.platform.OpenFiles#notMemory")
    void adoptRejectsWhatCannotBeMemory(OpenFiles.Example example) {
        int fd = example.open();
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adopted(fd))
                    .withMessage("file descriptor " + fd + " refers to " + example.kind()
                            + ", which cannot be exported memory; pass the descriptor that the exporter gave out");
        } finally {
            // It fails if adopt closed the descriptor.
            Posix.close(fd);
        }
    }

    @Test
    void adoptOrCloseClosesWhatItRejects() {
        int fd = PosixFiles.socket(UNIX, STREAM);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PosixFileDescriptor.adoptOrClose(fd, ExternalMemoryHandleType.OPAQUE_FD))
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        assertThat(Descriptors.isOpen(fd)).isFalse();
        int memory = Descriptors.memory();
        try (PosixFileDescriptor handle =
                PosixFileDescriptor.adoptOrClose(memory, ExternalMemoryHandleType.OPAQUE_FD)) {
            assertThat(handle.fd()).isEqualTo(memory);
        }
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
