package io.github.vkextmem.standin;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.recording.SoiledStack;
import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * An NT handle is asked for again: real handles of Windows, counted by it. Where the driver lacks the extensions they come
 * from the stand-in, which refuses to be asked twice.
 */
@EnabledOnOs(OS.WINDOWS)
class WindowsSecondNtHandleTest {

    private static final String RULE = "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00663";
    private static final int ACCESS = AccessRights.DXGI_SHARED_RESOURCE_READ | AccessRights.DXGI_SHARED_RESOURCE_WRITE;

    private WindowsDriver driver;
    private TestDevice exporter;

    private void open(Family family) {
        driver = WindowsDriver.with(EnumSet.of(family));
        exporter = driver.exporter();
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    private DeviceMemory allocate() {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(1 << 16, exporter.hostVisibleType(-1))
                .with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(ExportMemoryWin32HandleInfoKHR.of(SecurityAttributes.inherited(), ACCESS));
        // A stand-in notices padding that nobody wrote.
        SoiledStack.fill();
        return exporter.external().allocate(exporter.external().translate(chain));
    }

    @Test
    void theSecondIsADuplicateThatLivesOnItsOwn() throws Exception {
        open(Family.KHR);
        OpenHandles.requireNoneLeft(() -> {
            try (DeviceMemory exported = allocate();
                    NtHandle first = exported.exportNtHandle(OPAQUE_WIN32);
                    NtHandle second = exported.exportNtHandle(OPAQUE_WIN32)) {
                assertThat(second.handle()).isNotEqualTo(first.handle());
                assertThat(Kernel.isOpen(second.handle())).isTrue();
                assertThat(Kernel.isInherited(first.handle())).isTrue();
                assertThat(Kernel.isInherited(second.handle())).isFalse();
                closeFirst(exported, first);
                assertThat(Kernel.isOpen(second.handle())).isTrue();
                try (DeviceMemory imported =
                        driver.importer().external().importMemory(second, exported.description(OPAQUE_WIN32))) {
                    WindowsDriver.assertShared(exported, imported, 29);
                }
            }
        });
    }

    private static void closeFirst(DeviceMemory exported, NtHandle first) {
        first.close();
        int open = OpenHandles.count();
        assertThatThrownBy(() -> exported.exportNtHandle(OPAQUE_WIN32))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).containsExactly(RULE))
                .hasMessageContaining("it is closed");
        // The JVM opens a few of its own while it loads what the error needs.
        OpenHandles.requireAtMost(open + 20);
    }

    @Test
    void nvGivesANewOneEachTime() throws Exception {
        open(Family.NV);
        OpenHandles.requireNoneLeft(() -> {
            try (DeviceMemory exported = allocate();
                    NtHandle first = exported.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)) {
                closeNV(first);
                try (NtHandle second = exported.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)) {
                    assertThat(Kernel.isOpen(second.handle())).isTrue();
                }
            }
        });
    }

    private static void closeNV(NtHandle handle) {
        handle.close();
    }

    /** A wrong handle would be one that is not of the memory's object: what is written through it would not arrive. */
    @Test
    void closingTheFirstMeanwhileIsTheErrorAndNeverAWrongHandle() throws Exception {
        open(Family.KHR);
        int rounds = 50;
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            OpenHandles.requireNoneLeft(() -> {
                for (int round = 0; round < rounds; round++) {
                    try (DeviceMemory exported = allocate()) {
                        race(exported, pool, round % 4);
                    }
                }
            });
        } finally {
            pool.shutdownNow();
        }
    }

    /** The first is closed once there were so many others. */
    private void race(DeviceMemory exported, ExecutorService pool, int others) throws Exception {
        NtHandle first = exported.exportNtHandle(OPAQUE_WIN32);
        CyclicBarrier together = new CyclicBarrier(2);
        CountDownLatch made = new CountDownLatch(others);
        Future<Void> closing = pool.submit(() -> {
            together.await();
            made.await();
            first.close();
            return null;
        });
        Future<List<NtHandle>> asking = pool.submit(() -> {
            together.await();
            List<NtHandle> handles = new ArrayList<>();
            try {
                while (true) {
                    handles.add(exported.exportNtHandle(OPAQUE_WIN32));
                    made.countDown();
                }
            } catch (ValidUsageException e) {
                assertThat(e.vuids()).containsExactly(RULE);
                return handles;
            }
        });
        closing.get(60, TimeUnit.SECONDS);
        List<NtHandle> handles = asking.get(60, TimeUnit.SECONDS);
        assertThat(handles).hasSizeGreaterThanOrEqualTo(others);
        if (!handles.isEmpty()) {
            NtHandle last = handles.get(handles.size() - 1);
            try (DeviceMemory imported =
                    driver.importer().external().importMemory(last, exported.description(OPAQUE_WIN32))) {
                WindowsDriver.assertShared(exported, imported, handles.size());
            }
        }
        handles.forEach(NtHandle::close);
        assertThat(handles).noneMatch(NtHandle::isValid);
    }
}
