package io.github.vkextmem.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.platform.NtKernel;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class NtHandleTest {

    private static final long HANDLE = 0x1F4;

    private final Queue<Long> closed = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void count() {
        NtKernel.replace(closed::add);
    }

    @AfterEach
    void restore() {
        NtKernel.replace(NtKernel.ofThisPlatform());
    }

    private static NtHandle adopted() {
        return NtHandle.adopt(HANDLE, ExternalMemoryHandleType.OPAQUE_WIN32);
    }

    @Test
    void isClosedExactlyOnce() {
        NtHandle handle = adopted();
        assertThat(handle.isOpen()).isTrue();
        assertThat(handle.handle()).isEqualTo(HANDLE);
        handle.close();
        handle.close();
        assertThat(closed).containsExactly(HANDLE);
        assertThat(handle.isOpen()).isFalse();
    }

    @Test
    void closingFromManyThreadsClosesOnce() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                closed.clear();
                NtHandle handle = adopted();
                CyclicBarrier together = new CyclicBarrier(threads);
                for (Future<?> done : IntStream.range(0, threads)
                        .mapToObj(i -> pool.submit(() -> {
                            together.await();
                            handle.close();
                            return null;
                        }))
                        .toList()) {
                    done.get(60, TimeUnit.SECONDS);
                }
                assertThat(closed).containsExactly(HANDLE);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void releasingGivesItAway() {
        NtHandle handle = adopted();
        assertThat(handle.release()).isEqualTo(HANDLE);
        handle.close();
        assertThat(closed).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(handle::handle)
                .withMessage("NT handle 500 cannot be used: it is released, and belongs to whoever released it");
        assertThatIllegalStateException().isThrownBy(handle::release);
    }

    @Test
    void afterClosingItCannotBeUsed() {
        NtHandle handle = adopted();
        handle.close();
        assertThatIllegalStateException()
                .isThrownBy(handle::handle)
                .withMessage("NT handle 500 cannot be used: it is closed");
        assertThatIllegalStateException().isThrownBy(handle::release);
    }

    @Test
    void aCloseThatFailsIsReportedAndNotTriedAgain() {
        NtKernel.replace(handle -> {
            closed.add(handle);
            throw new OperatingSystemException("CloseHandle(0x" + Long.toHexString(handle) + ")", "Win32 error", 6);
        });
        NtHandle handle = adopted();
        assertThatExceptionOfType(OperatingSystemException.class)
                .isThrownBy(handle::close)
                .withMessage("CloseHandle(0x1f4) failed: Win32 error (6)")
                .satisfies(e -> assertThat(e.code()).isEqualTo(6));
        handle.close();
        assertThat(closed).containsExactly(HANDLE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void elsewhereThanOnWindowsClosingIsANamedError() {
        NtKernel.replace(NtKernel.ofThisPlatform());
        NtHandle handle = adopted();
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(handle::close)
                .withMessageStartingWith("0x1f4 cannot be closed: NT handles exist on Windows, not on ");
        assertThat(handle.isOpen()).isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void elsewhereThanOnWindowsNothingElseWorksEither() {
        NtHandle handle = adopted();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                handle::duplicate,
                () -> handle.duplicateWithAccess(1),
                () -> handle.duplicateInto(1),
                handle::isInheritable,
                () -> handle.setInheritable(true),
                handle::isValid)) {
            assertThatExceptionOfType(UnsupportedException.class)
                    .isThrownBy(call)
                    .withMessageMatching("0x.* cannot be .*: NT handles exist on Windows, not on .*");
        }
        assertThat(handle.isOpen()).isTrue();
    }

    @Test
    void lendingLeavesItHereAndHandingOverDoesNot() {
        NtHandle handle = adopted();
        long lent = handle.lend(value -> {
            assertThatIllegalStateException().isThrownBy(handle::close);
            assertThatIllegalStateException().isThrownBy(handle::release);
            assertThatIllegalStateException().isThrownBy(() -> handle.handOver(taken -> taken));
            assertThat(handle.isOpen()).isTrue();
            return handle.lend(again -> again + handle.handle() - value);
        });
        assertThat(lent).isEqualTo(HANDLE);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> handle.handOver(value -> {
                    throw new ArithmeticException();
                }));
        assertThatIllegalStateException().isThrownBy(() -> handle.handOver(value -> handle.lend(again -> again)));
        assertThat(handle.isOpen()).isTrue();
        assertThat(handle.<Long>handOver(value -> value)).isEqualTo(HANDLE);
        handle.close();
        assertThat(closed).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> handle.lend(value -> value))
                .withMessageEndingWith("it is taken over by an import, and belongs to the driver");
    }

    @Test
    void nobodyClosesWhatIsLent() throws Exception {
        NtHandle handle = adopted();
        Thread closer = new Thread(handle::close);
        boolean early = handle.lend(value -> {
            closer.start();
            while (closer.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            return !closed.isEmpty();
        });
        closer.join();
        assertThat(early).isFalse();
        assertThat(closed).containsExactly(HANDLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExternalMemoryHandleType.class,
            names = {"OPAQUE_WIN32", "D3D11_TEXTURE", "D3D12_HEAP", "D3D12_RESOURCE"},
            mode = Mode.EXCLUDE)
    void nothingButNtHandlesCanBeAdopted(ExternalMemoryHandleType type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NtHandle.adopt(HANDLE, type))
                .withMessage(type + " is no NT handle");
    }

    @Test
    void neitherNullNorInvalidCanBeAdopted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NtHandle.adopt(0, ExternalMemoryHandleType.OPAQUE_WIN32))
                .withMessage("the handle is NULL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NtHandle.adopt(-1, ExternalMemoryHandleType.OPAQUE_WIN32))
                .withMessage("the handle is INVALID_HANDLE_VALUE");
    }

    @Test
    void aGlobalShareHandleIsNeverClosed() {
        GlobalShareHandle handle = new GlobalShareHandle(HANDLE, ExternalMemoryHandleType.OPAQUE_WIN32_KMT);
        handle.close();
        assertThat(handle.isOpen()).isTrue();
        assertThat(handle.handle()).isEqualTo(HANDLE);
        assertThat(closed).isEmpty();
    }

    @Test
    void aGlobalShareHandleIsNeitherNullNorOfAnotherKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GlobalShareHandle(0, ExternalMemoryHandleType.OPAQUE_WIN32_KMT))
                .withMessage("the handle is NULL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GlobalShareHandle(HANDLE, ExternalMemoryHandleType.OPAQUE_WIN32))
                .withMessage("OPAQUE_WIN32 is no global share handle");
    }
}
