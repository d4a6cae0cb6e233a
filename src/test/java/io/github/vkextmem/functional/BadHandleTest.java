package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.Platform;

/**
 * Memory and NT handles that are closed, released or were never given: the driver is not called with them.
 *
 * <p>On the recording driver, which is no real one.
 */
class BadHandleTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.NOT_COHERENT);
    private static final ExportMemoryAllocateInfo ALL = ExportMemoryAllocateInfo.of(
            ExternalMemoryHandleType.OPAQUE_FD,
            ExternalMemoryHandleType.OPAQUE_WIN32,
            ExternalMemoryHandleType.OPAQUE_WIN32_KMT);
    private static final ExportMemoryAllocateInfoNV ALL_NV = ExportMemoryAllocateInfoNV.of(
            ExternalMemoryHandleTypeNV.OPAQUE_WIN32, ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT);

    private final RecordingDriver driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
    private final ExternalMemory external = ExternalMemory.on(driver.device());
    private final CountingNtKernel kernel = CountingNtKernel.install();

    @AfterEach
    void nothingIsLeft() {
        kernel.close();
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    static Stream<Named<Consumer<DeviceMemory>>> exports() {
        return Stream.of(
                Named.of(
                        "vkGetMemoryFdKHR",
                        memory -> memory.exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)),
                Named.of(
                        "vkGetMemoryWin32HandleKHR",
                        memory -> memory.exportNtHandle(ExternalMemoryHandleType.OPAQUE_WIN32)),
                Named.of(
                        "vkGetMemoryWin32HandleKHR",
                        memory -> memory.exportGlobalShareHandle(ExternalMemoryHandleType.OPAQUE_WIN32_KMT)));
    }

    static Stream<Named<Consumer<DeviceMemory>>> exportsNV() {
        return Stream.of(
                Named.of(
                        "vkGetMemoryWin32HandleNV",
                        memory -> memory.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)),
                Named.of(
                        "vkGetMemoryWin32HandleNV",
                        memory -> memory.exportGlobalShareHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT)));
    }

    static Stream<Named<Consumer<DeviceMemory>>> uses() {
        return Stream.of(
                        exports(),
                        exportsNV(),
                        Stream.of(
                                Named.<Consumer<DeviceMemory>>of("handle", DeviceMemory::handle),
                                Named.<Consumer<DeviceMemory>>of("map", DeviceMemory::map)))
                .flatMap(all -> all);
    }

    /** Elsewhere than on Linux nobody could own a descriptor, and the command is not even called. */
    static Stream<Named<Consumer<DeviceMemory>>> exportsHere() {
        return exports()
                .filter(export ->
                        Platform.get() == Platform.LINUX || !export.getName().equals("vkGetMemoryFdKHR"));
    }

    @ParameterizedTest
    @MethodSource("exportsHere")
    void successWithoutAHandleIsAFailure(Consumer<DeviceMemory> export) {
        driver.giveNoHandles();
        try (DeviceMemory memory = external.allocate(INFO.with(ALL))) {
            assertGaveNoHandle(memory, export);
            // Nothing was exported, so nothing stands in the way of another try.
            assertGaveNoHandle(memory, export);
        }
    }

    @ParameterizedTest
    @MethodSource("exportsNV")
    void successWithoutAHandleIsAFailureOfTheNvCommandToo(Consumer<DeviceMemory> export) {
        driver.giveNoHandles();
        try (DeviceMemory memory = external.allocate(INFO.with(ALL_NV))) {
            assertGaveNoHandle(memory, export);
        }
    }

    private static void assertGaveNoHandle(DeviceMemory memory, Consumer<DeviceMemory> export) {
        assertThatThrownBy(() -> export.accept(memory))
                .isInstanceOfSatisfying(
                        VulkanException.class, e -> assertThat(e.resultName()).isEqualTo("VK_SUCCESS"))
                .hasMessageContaining("gave no handle");
    }

    @ParameterizedTest
    @MethodSource("uses")
    void closedMemoryIsNotUsed(Consumer<DeviceMemory> use) {
        DeviceMemory memory = external.allocate(INFO.with(ALL));
        memory.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> use.accept(memory))
                .withMessageContaining("4096 bytes of type 2 on recording driver")
                .withMessageContaining("closed");
        memory.close();
        assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
    }

    @Test
    void aClosedMappingIsNotUsed() {
        try (DeviceMemory memory = external.allocate(INFO)) {
            MappedMemory mapped = memory.map();
            mapped.close();
            mapped.close();
            assertThatIllegalStateException().isThrownBy(mapped::flush).withMessageContaining("closed");
            assertThatIllegalStateException().isThrownBy(mapped::invalidate).withMessageContaining("closed");
            try (MappedMemory second = memory.map()) {
                assertThatIllegalStateException().isThrownBy(mapped::flush).withMessageContaining("closed");
                mapped.close();
                second.flush();
            }
        }
        MappedMemory outlived = outlived();
        assertThatIllegalStateException().isThrownBy(outlived::flush).withMessageContaining("closed");
        outlived.close();
        assertThat(driver.commands().stream().filter("vkUnmapMemory"::equals)).hasSize(3);
    }

    private MappedMemory outlived() {
        try (DeviceMemory memory = external.allocate(INFO)) {
            return memory.map();
        }
    }

    @Test
    void aClosedNtHandleSaysSoAndIsClosedOnce() {
        try (DeviceMemory memory = external.allocate(INFO.with(ALL))) {
            NtHandle handle = memory.exportNtHandle(ExternalMemoryHandleType.OPAQUE_WIN32);
            handle.close();
            handle.close();
            assertThatIllegalStateException().isThrownBy(handle::handle).withMessageContaining("closed");
            assertThatIllegalStateException().isThrownBy(handle::release).withMessageContaining("closed");
        }
        assertThat(kernel.closed()).isEqualTo(driver.ntHandles()).hasSize(1);
    }

    @Test
    void aReleasedNtHandleSaysSoAndIsNotClosed() {
        try (DeviceMemory memory = external.allocate(INFO.with(ALL));
                NtHandle handle = memory.exportNtHandle(ExternalMemoryHandleType.OPAQUE_WIN32)) {
            assertThat(handle.release()).isEqualTo(driver.ntHandles().get(0));
            assertThatIllegalStateException().isThrownBy(handle::handle).withMessageContaining("released");
            assertThatIllegalStateException().isThrownBy(handle::release).withMessageContaining("released");
        }
        assertThat(kernel.closed()).isEmpty();
    }

    @Test
    void aGlobalShareHandleIsNeverClosed() {
        try (DeviceMemory memory = external.allocate(INFO.with(ALL))) {
            var handle = memory.exportGlobalShareHandle(ExternalMemoryHandleType.OPAQUE_WIN32_KMT);
            handle.close();
            assertThat(handle.isOpen()).isTrue();
            assertThatCode(() -> memory.exportGlobalShareHandle(ExternalMemoryHandleType.OPAQUE_WIN32_KMT))
                    .doesNotThrowAnyException();
        }
        assertThat(kernel.closed()).isEmpty();
    }
}
