package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/** What is off is named, before the driver is called; LWJGL alone would throw a NullPointerException without a word. */
class MissingExtensionTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);
    private static final ImageFormatInfo USE = new ImageFormatInfo(37, 1, 0, 1, 0);

    private static void assertMissing(String extension, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MissingExtensionException.class,
                        e -> assertThat(e.extension()).isEqualTo(extension))
                .hasMessageContaining(extension)
                .hasMessageContaining("recording driver")
                .hasMessageContaining("ppEnabledExtensionNames");
    }

    @Test
    void exportsNameTheExtensionOfTheirCommand() {
        try (RecordingDriver driver = RecordingDriver.with("VK_NV_external_memory")) {
            var external = ExternalMemory.on(driver.device());
            var core = INFO.with(ExportMemoryAllocateInfo.of(
                    ExternalMemoryHandleType.OPAQUE_FD,
                    ExternalMemoryHandleType.OPAQUE_WIN32,
                    ExternalMemoryHandleType.OPAQUE_WIN32_KMT));
            var nv = INFO.with(ExportMemoryAllocateInfoNV.of(
                    ExternalMemoryHandleTypeNV.OPAQUE_WIN32, ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT));
            try (DeviceMemory memory = external.allocate(core);
                    DeviceMemory memoryNV = external.allocate(nv)) {
                assertMissing(
                        "VK_KHR_external_memory_fd",
                        () -> memory.exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD));
                assertMissing(
                        "VK_KHR_external_memory_win32",
                        () -> memory.exportNtHandle(ExternalMemoryHandleType.OPAQUE_WIN32));
                assertMissing(
                        "VK_KHR_external_memory_win32",
                        () -> memory.exportGlobalShareHandle(ExternalMemoryHandleType.OPAQUE_WIN32_KMT));
                assertMissing(
                        "VK_NV_external_memory_win32",
                        () -> memoryNV.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
                assertMissing(
                        "VK_NV_external_memory_win32",
                        () -> memoryNV.exportGlobalShareHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT));
            }
            assertThat(driver.commands())
                    .containsExactly("vkAllocateMemory", "vkAllocateMemory", "vkFreeMemory", "vkFreeMemory");
        }
    }

    static Stream<Arguments> structures() {
        int old = VK10.VK_API_VERSION_1_0;
        int core = VK11.VK_API_VERSION_1_1;
        return Stream.of(
                Arguments.of(
                        "VK_KHR_external_memory", old, ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_FD)),
                Arguments.of("VK_KHR_dedicated_allocation", old, MemoryDedicatedAllocateInfo.ofBuffer(1)),
                Arguments.of("VK_KHR_external_memory_win32", core, ExportMemoryWin32HandleInfoKHR.of(null, 1)),
                Arguments.of(
                        "VK_NV_external_memory",
                        core,
                        ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)),
                Arguments.of("VK_NV_external_memory_win32", core, ExportMemoryWin32HandleInfoNV.of(null, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("structures")
    void structuresNameTheirExtension(String extension, int apiVersion, ExtendsMemoryAllocateInfo structure) {
        try (RecordingDriver driver = RecordingDriver.ofVersion(apiVersion)) {
            var external = ExternalMemory.on(driver.device());
            assertMissing(extension, () -> external.allocate(INFO.with(structure)));
            assertThat(driver.calls()).isEmpty();
        }
    }

    @Test
    void queriesNameTheExtensionOfTheInstance() {
        try (RecordingDriver driver = RecordingDriver.ofVersion(VK10.VK_API_VERSION_1_0)) {
            var external = ExternalMemory.on(driver.device());
            int before = driver.queries().size();
            assertMissing(
                    "VK_KHR_external_memory_capabilities",
                    () -> external.bufferProperties(ExternalMemoryHandleType.OPAQUE_FD, 1));
            assertMissing(
                    "VK_KHR_get_physical_device_properties2",
                    () -> external.imageProperties(ExternalMemoryHandleType.OPAQUE_FD, USE));
            assertMissing(
                    "VK_NV_external_memory_capabilities",
                    () -> external.imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, USE));
            assertThat(driver.queries()).hasSize(before);
        }
    }

    @Test
    void aDeviceWithoutIdentityHasNone() {
        try (RecordingDriver driver = RecordingDriver.ofVersion(VK10.VK_API_VERSION_1_0)) {
            var identity = ExternalMemory.on(driver.device()).identity();
            assertThat(identity.deviceUUID().getMostSignificantBits()).isZero();
            assertThat(identity.deviceLUID()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anImportNamesTheExtensionAndLeavesTheDescriptor() {
        var type = ExternalMemoryHandleType.OPAQUE_FD;
        try (RecordingDriver exporter = RecordingDriver.with("VK_KHR_external_memory_fd");
                RecordingDriver importer = RecordingDriver.with()) {
            var external = ExternalMemory.on(importer.device());
            try (DeviceMemory memory = ExternalMemory.on(exporter.device())
                            .allocate(INFO.with(ExportMemoryAllocateInfo.of(type)));
                    var handle = memory.exportPosixFileDescriptor(type)) {
                assertMissing(
                        "VK_KHR_external_memory_fd", () -> external.importMemory(handle, memory.description(type)));
                assertThat(handle.isOpen()).isTrue();
                assertThat(exporter.openDescriptors()).isEqualTo(1);
            }
            assertThat(importer.calls()).isEmpty();
            assertThat(exporter.leftovers()).isEmpty();
        }
    }
}
