package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.platform.NtKernel;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An exported NT handle is inherited if the attributes say so, whatever the driver made it. */
class InheritanceTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);
    private static final MemoryAllocateChain KHR = INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32));
    private static final MemoryAllocateChain NV =
            INFO.with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
    private static final int ACCESS = AccessRights.DXGI_SHARED_RESOURCE_READ;

    private final RecordingDriver driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void close() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    static Stream<Arguments> exports() {
        SecurityAttributes inherited = SecurityAttributes.inherited();
        SecurityAttributes notInherited = SecurityAttributes.notInherited();
        return Stream.of(
                Arguments.of(KHR, false),
                Arguments.of(KHR.with(ExportMemoryWin32HandleInfoKHR.of(null, ACCESS)), false),
                Arguments.of(KHR.with(ExportMemoryWin32HandleInfoKHR.of(notInherited, ACCESS)), false),
                Arguments.of(KHR.with(ExportMemoryWin32HandleInfoKHR.of(inherited, ACCESS)), true),
                Arguments.of(NV, false),
                Arguments.of(NV.with(ExportMemoryWin32HandleInfoNV.of(notInherited, ACCESS)), false),
                Arguments.of(NV.with(ExportMemoryWin32HandleInfoNV.of(inherited, ACCESS)), true));
    }

    @ParameterizedTest
    @MethodSource("exports")
    void exportMakesTheHandleWhatTheAttributesSay(MemoryAllocateChain chain, boolean inherited) {
        try (CountingNtKernel kernel = CountingNtKernel.install();
                DeviceMemory memory = external.allocate(chain);
                NtHandle handle = memory.exportNtHandle(OPAQUE_WIN32)) {
            assertThat(kernel.inheritable()).isEqualTo(Map.of(handle.handle(), inherited));
        }
    }

    @ParameterizedTest
    @MethodSource("exports")
    void handleThatCannotBeMadeSoIsClosed(MemoryAllocateChain chain) {
        List<Long> closed = new ArrayList<>();
        NtKernel.replace(closed::add);
        try (DeviceMemory memory = external.allocate(chain)) {
            assertThatThrownBy(() -> memory.exportNtHandle(OPAQUE_WIN32)).isInstanceOf(UnsupportedException.class);
            assertThat(closed).isEqualTo(driver.ntHandles()).hasSize(1);
        } finally {
            NtKernel.replace(NtKernel.ofThisPlatform());
        }
    }

    @Test
    void failedExportCanBeRepeated() {
        NtKernel.replace(handle -> {});
        try (DeviceMemory memory = external.allocate(KHR)) {
            assertThatThrownBy(() -> memory.exportNtHandle(OPAQUE_WIN32)).isInstanceOf(UnsupportedException.class);
            try (CountingNtKernel kernel = CountingNtKernel.install();
                    NtHandle handle = memory.exportNtHandle(OPAQUE_WIN32)) {
                assertThat(kernel.duplicates()).isEmpty();
                assertThat(driver.ntHandles()).hasSize(2).contains(handle.handle());
            }
        } finally {
            NtKernel.replace(NtKernel.ofThisPlatform());
        }
    }
}
