package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.D3D12_HEAP;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An NT handle is asked for again, on the recording driver, with a kernel that counts in Windows's place. With real handles:
 * {@code WindowsSecondNtHandleTest}. Checks on or off, it is the same.
 */
class SecondNtHandleTest {

    private static final String COMMAND = "vkGetMemoryWin32HandleKHR";
    private static final String RULE = "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00663";
    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);

    private final RecordingDriver driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
    private final ExternalMemory external = ExternalMemory.on(driver.device());
    private final CountingNtKernel kernel = CountingNtKernel.install();

    @AfterEach
    void nothingIsLeft() {
        kernel.close();
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private DeviceMemory allocate() {
        return external.allocate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32, D3D12_HEAP)));
    }

    private long calls() {
        return driver.commands().stream().filter(COMMAND::equals).count();
    }

    @Test
    void whileTheFirstIsOpenTheOthersAreDuplicates() {
        try (DeviceMemory memory = allocate();
                NtHandle first = memory.exportNtHandle(OPAQUE_WIN32);
                NtHandle third = closedCopyBefore(memory)) {
            assertThat(calls()).isEqualTo(1);
            assertThat(List.of(first.handle())).isEqualTo(driver.ntHandles());
            assertThat(kernel.duplicates()).hasSize(2).endsWith(third.handle());
            assertThat(third.handleType()).isEqualTo(OPAQUE_WIN32);
            assertThat(first.isOpen()).isTrue();
            assertThat(third.isOpen()).isTrue();
        }
        assertThat(kernel.closed()).hasSize(3).containsAll(driver.ntHandles()).containsAll(kernel.duplicates());
    }

    /** Exports twice, and closes the one: nothing of that concerns the other. */
    private static NtHandle closedCopyBefore(DeviceMemory memory) {
        memory.exportNtHandle(OPAQUE_WIN32).close();
        return memory.exportNtHandle(OPAQUE_WIN32);
    }

    static Stream<Named<Consumer<NtHandle>>> ends() {
        return Stream.of(
                Named.of("closed", NtHandle::close),
                Named.of("released", NtHandle::release),
                Named.of("taken over", handle -> handle.handOver(value -> value)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void onceTheFirstIsGoneThereIsNoOther(Consumer<NtHandle> end) {
        try (DeviceMemory memory = allocate();
                NtHandle first = memory.exportNtHandle(OPAQUE_WIN32);
                NtHandle second = memory.exportNtHandle(OPAQUE_WIN32)) {
            end.accept(first);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> memory.exportNtHandle(OPAQUE_WIN32))
                        .isInstanceOfSatisfying(
                                ValidUsageException.class,
                                e -> assertThat(e.vuids()).containsExactly(RULE))
                        .hasMessageContaining("the NT handle of type OPAQUE_WIN32 was exported before")
                        .hasMessageContaining("NT handle 0x"
                                + Long.toHexString(driver.ntHandles().get(0)) + " cannot be used: it is ")
                        .hasMessageContaining("duplicate it (NtHandle.duplicate) before it goes")
                        .hasCauseInstanceOf(IllegalStateException.class);
            }
            assertThat(second.isOpen()).isTrue();
            assertThat(calls()).isEqualTo(1);
        }
        assertThat(kernel.duplicates()).hasSize(1);
    }

    @Test
    void whoeverIsJustTakingTheFirstOverGetsNoOther() {
        try (DeviceMemory memory = allocate();
                NtHandle first = memory.exportNtHandle(OPAQUE_WIN32)) {
            first.<Object>handOver(value -> {
                assertThatThrownBy(() -> memory.exportNtHandle(OPAQUE_WIN32)).hasMessageContaining(RULE);
                return value;
            });
            assertThat(calls()).isEqualTo(1);
        }
    }

    @Test
    void anotherTypeHasAFirstHandleOfItsOwn() {
        try (DeviceMemory memory = allocate()) {
            memory.exportNtHandle(OPAQUE_WIN32).close();
            try (NtHandle heap = memory.exportNtHandle(D3D12_HEAP);
                    NtHandle copy = memory.exportNtHandle(D3D12_HEAP)) {
                assertThat(heap.handleType()).isEqualTo(D3D12_HEAP);
                assertThat(copy.handleType()).isEqualTo(D3D12_HEAP);
            }
            assertThat(calls()).isEqualTo(2);
        }
    }

    @Test
    void anotherMemoryHasAFirstHandleOfItsOwn() {
        try (DeviceMemory one = allocate();
                DeviceMemory other = allocate()) {
            one.exportNtHandle(OPAQUE_WIN32).close();
            other.exportNtHandle(OPAQUE_WIN32).close();
        }
        assertThat(kernel.closed()).isEqualTo(driver.ntHandles()).hasSize(2);
    }

    @Test
    void anExportThatFailedIsNoFirstOne() {
        try (DeviceMemory memory = allocate()) {
            driver.answer(COMMAND, -1);
            assertThatThrownBy(() -> memory.exportNtHandle(OPAQUE_WIN32)).isInstanceOf(VulkanException.class);
            driver.answer(COMMAND, 0);
            memory.exportNtHandle(OPAQUE_WIN32).close();
            assertThat(calls()).isEqualTo(2);
        }
    }

    @Test
    void theCommandOfNVIsCalledAgain() {
        var type = ExternalMemoryHandleTypeNV.OPAQUE_WIN32;
        try (DeviceMemory memory = external.allocate(INFO.with(ExportMemoryAllocateInfoNV.of(type)))) {
            memory.exportNtHandle(type).close();
            memory.exportNtHandle(type).close();
            memory.exportNtHandle(OPAQUE_WIN32).close();
        }
        assertThat(driver.commands().stream().filter("vkGetMemoryWin32HandleNV"::equals))
                .hasSize(3);
        assertThat(kernel.duplicates()).isEmpty();
        assertThat(kernel.closed()).isEqualTo(driver.ntHandles()).hasSize(3).doesNotHaveDuplicates();
    }

    /** The kernel fails if a handle is duplicated that was closed. */
    @Test
    void closingTheFirstMeanwhileIsTheErrorAndNeverAWrongHandle() throws Exception {
        int threads = 4;
        int rounds = 500;
        int refused = 0;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < rounds; round++) {
                CyclicBarrier together = new CyclicBarrier(threads);
                try (DeviceMemory memory = allocate()) {
                    NtHandle first = memory.exportNtHandle(OPAQUE_WIN32);
                    List<Future<Boolean>> all = new ArrayList<>();
                    for (int i = 0; i < threads; i++) {
                        boolean closes = i == 0;
                        all.add(pool.submit(() -> {
                            together.await();
                            return closes ? closed(first) : duplicated(memory);
                        }));
                    }
                    for (Future<Boolean> one : all) {
                        refused += one.get(60, TimeUnit.SECONDS) ? 0 : 1;
                    }
                }
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(kernel.duplicates()).hasSize(rounds * (threads - 1) - refused);
        assertThat(kernel.closed()).hasSize(rounds + kernel.duplicates().size()).doesNotHaveDuplicates();
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoeverIsLentTheFirstMayCloseTheMemoryThoughAnotherWaitsForADuplicate() throws Exception {
        DeviceMemory memory = allocate();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (NtHandle first = memory.exportNtHandle(OPAQUE_WIN32)) {
            AtomicReference<Thread> waiting = new AtomicReference<>();
            Future<Boolean> second = first.lend(value -> {
                Future<Boolean> duplicated = pool.submit(() -> {
                    waiting.set(Thread.currentThread());
                    return duplicated(memory);
                });
                while (!duplicated.isDone()
                        && (waiting.get() == null || waiting.get().getState() != Thread.State.BLOCKED)) {
                    Thread.onSpinWait();
                }
                memory.close();
                return duplicated;
            });
            assertThat(second.get(60, TimeUnit.SECONDS)).as("got its duplicate").isTrue();
        } finally {
            pool.shutdownNow();
        }
        assertThat(calls()).isEqualTo(1);
    }

    private static boolean closed(NtHandle handle) {
        handle.close();
        return true;
    }

    private static boolean duplicated(DeviceMemory memory) {
        try {
            memory.exportNtHandle(OPAQUE_WIN32).close();
            return true;
        } catch (ValidUsageException e) {
            assertThat(e.vuids()).containsExactly(RULE);
            return false;
        }
    }
}
