package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Thirty-two threads export from one device and import into one: each sees its own bytes, and nothing is left. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyThreadsTest extends TwoDevices {

    private static final int THREADS = 32;
    private static final int ROUNDS = 100;

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
    }

    /** What one of the threads does in one of its rounds. */
    private interface Work {
        void run(long stamp) throws Exception;
    }

    private static void inManyThreads(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> all = IntStream.range(0, THREADS)
                    .<Callable<Integer>>mapToObj(thread -> () -> {
                        start.await();
                        for (int i = 0; i < ROUNDS; i++) {
                            work.run(1_000L * thread + i);
                        }
                        return ROUNDS;
                    })
                    .toList();
            for (Future<Integer> done : threads.invokeAll(all)) {
                assertThat(done.get()).isEqualTo(ROUNDS);
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static DeviceMemory importInto(ExternalMemory external, DeviceMemory exported) {
        try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
            return external.importMemory(handle, exported.description(OPAQUE_FD));
        }
    }

    @Test
    void eachSharesMemoryOfItsOwnBetweenTwoDevices() throws Exception {
        inManyThreads(stamp -> {
            try (DeviceMemory exported = Exportable.allocate(exporter.external())) {
                Stamp.put(exported, stamp);
                try (DeviceMemory imported = importInto(importer.external(), exported)) {
                    Stamp.require(imported, stamp);
                    Stamp.put(imported, ~stamp);
                    Stamp.require(exported, ~stamp);
                }
            }
        });
    }

    @Test
    void eachImportsIntoTheDeviceThatItExportsFrom() throws Exception {
        inManyThreads(stamp -> {
            try (DeviceMemory exported = Exportable.allocate(exporter.external());
                    DeviceMemory imported = importInto(exporter.external(), exported)) {
                Stamp.put(exported, stamp);
                Stamp.require(imported, stamp);
            }
        });
    }

    @Test
    void allExportOneMemory() throws Exception {
        try (DeviceMemory exported = Exportable.allocate(exporter.external())) {
            inManyThreads(stamp -> {
                try (PosixFileDescriptor first = exported.exportPosixFileDescriptor(OPAQUE_FD);
                        PosixFileDescriptor second = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
                    assertThat(first.fd()).isNotEqualTo(second.fd());
                }
            });
            Stamp.put(exported, 42);
            try (DeviceMemory imported = importInto(importer.external(), exported)) {
                Stamp.require(imported, 42);
            }
        }
    }

    /**
     * They take turns: Mesa's lavapipe reads the beginning of what it imports at the position that all descriptors of a memory
     * share, and refuses one of two imports that come at once.
     */
    @Test
    void allImportOneMemory() throws Exception {
        Object turn = new Object();
        try (DeviceMemory exported = Exportable.allocate(exporter.external());
                PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
            Stamp.put(exported, 43);
            inManyThreads(stamp -> {
                try (DeviceMemory imported = importInTurn(turn, handle, exported)) {
                    Stamp.require(imported, 43);
                }
            });
            assertThat(handle.isOpen()).isTrue();
        }
    }

    private DeviceMemory importInTurn(Object turn, PosixFileDescriptor handle, DeviceMemory exported) {
        synchronized (turn) {
            try (PosixFileDescriptor copy = handle.duplicate()) {
                return importer.external().importMemory(copy, exported.description(OPAQUE_FD));
            }
        }
    }
}
