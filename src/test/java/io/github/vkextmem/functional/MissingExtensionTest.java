package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.driver.TestedLwjgl;
import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.handle.MetalHandle;
import io.github.vkextmem.handle.NamedNtHandle;
import io.github.vkextmem.handle.NtHandle;
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
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.nio.ByteBuffer;
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

/**
 * What is off is named, before the driver is called; LWJGL alone would throw a NullPointerException without a word.
 *
 * <p>On the recording driver, which is no real one.
 */
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
    void aFlagNamesItsExtension() {
        TestedLwjgl.assumeKnows("VK_EXT_zero_initialize_device_memory");
        try (RecordingDriver driver = RecordingDriver.with()) {
            var external = ExternalMemory.on(driver.device());
            var zeroed = INFO.with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.ZERO_INITIALIZE_EXT));
            assertMissing("VK_EXT_zero_initialize_device_memory", () -> external.allocate(zeroed));
            assertThat(driver.calls()).isEmpty();
        }
        try (RecordingDriver driver = RecordingDriver.with("VK_EXT_zero_initialize_device_memory")) {
            ExternalMemory.on(driver.device())
                    .allocate(INFO.with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.ZERO_INITIALIZE_EXT)))
                    .close();
        }
    }

    @Test
    void exportsNameTheExtensionOfTheirCommand() {
        try (RecordingDriver driver = RecordingDriver.with("VK_NV_external_memory")) {
            var external = ExternalMemory.on(driver.device());
            var nv = INFO.with(ExportMemoryAllocateInfoNV.of(
                    ExternalMemoryHandleTypeNV.OPAQUE_WIN32, ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT));
            try (DeviceMemory memoryNV = external.allocate(nv)) {
                assertMissing(
                        "VK_NV_external_memory_win32",
                        () -> memoryNV.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
                assertMissing(
                        "VK_NV_external_memory_win32",
                        () -> memoryNV.exportGlobalShareHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT));
            }
            assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
        }
    }

    static Stream<Arguments> handleTypes() {
        return Stream.of(
                Arguments.of(ExternalMemoryHandleType.OPAQUE_FD, "VK_KHR_external_memory_fd"),
                Arguments.of(ExternalMemoryHandleType.OPAQUE_WIN32, "VK_KHR_external_memory_win32"),
                Arguments.of(ExternalMemoryHandleType.OPAQUE_WIN32_KMT, "VK_KHR_external_memory_win32"),
                Arguments.of(ExternalMemoryHandleType.D3D11_TEXTURE, "VK_KHR_external_memory_win32"),
                Arguments.of(ExternalMemoryHandleType.D3D11_TEXTURE_KMT, "VK_KHR_external_memory_win32"),
                Arguments.of(ExternalMemoryHandleType.D3D12_HEAP, "VK_KHR_external_memory_win32"),
                Arguments.of(ExternalMemoryHandleType.D3D12_RESOURCE, "VK_KHR_external_memory_win32"),
                Arguments.of(ExternalMemoryHandleType.DMA_BUF_EXT, "VK_EXT_external_memory_dma_buf"),
                Arguments.of(ExternalMemoryHandleType.RDMA_ADDRESS_NV, "VK_NV_external_memory_rdma"),
                Arguments.of(ExternalMemoryHandleType.MTLBUFFER_EXT, "VK_EXT_external_memory_metal"),
                Arguments.of(ExternalMemoryHandleType.MTLTEXTURE_EXT, "VK_EXT_external_memory_metal"),
                Arguments.of(ExternalMemoryHandleType.MTLHEAP_EXT, "VK_EXT_external_memory_metal"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handleTypes")
    void allocatingForExportNamesTheExtensionOfEachType(ExternalMemoryHandleType type, String extension) {
        TestedLwjgl.assumeKnows(extension);
        var chain = INFO.with(ExportMemoryAllocateInfo.of(type));
        try (RecordingDriver without = RecordingDriver.with();
                RecordingDriver with = RecordingDriver.with(extension)) {
            assertMissing(extension, () -> ExternalMemory.on(without.device()).allocate(chain));
            assertThat(without.calls()).isEmpty();
            ExternalMemory.on(with.device()).allocate(chain).close();
            assertThat(with.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
        }
    }

    @Test
    void allocatingForExportNeedsTheExtensionsOfAllTypes() {
        try (RecordingDriver driver = RecordingDriver.with("VK_KHR_external_memory_fd")) {
            var both = INFO.with(ExportMemoryAllocateInfo.of(
                    ExternalMemoryHandleType.OPAQUE_FD, ExternalMemoryHandleType.DMA_BUF_EXT));
            assertMissing(
                    "VK_EXT_external_memory_dma_buf",
                    () -> ExternalMemory.on(driver.device()).allocate(both));
            assertThat(driver.calls()).isEmpty();
        }
    }

    static Stream<Arguments> handles() {
        return Stream.of(
                Arguments.of(
                        "VK_KHR_external_memory_win32",
                        new GlobalShareHandle(0x40000004, ExternalMemoryHandleType.OPAQUE_WIN32_KMT)),
                Arguments.of(
                        "VK_KHR_external_memory_win32",
                        new NamedNtHandle("Local\\picture", ExternalMemoryHandleType.OPAQUE_WIN32)),
                Arguments.of(
                        "VK_EXT_external_memory_host",
                        HostPointer.of(0x10000, ExternalMemoryHandleType.HOST_ALLOCATION_EXT)),
                Arguments.of(
                        "VK_EXT_external_memory_metal", new MetalHandle(7, ExternalMemoryHandleType.MTLBUFFER_EXT)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("handles")
    void importsNameTheExtensionOfTheHandle(String extension, ExternalHandle handle) {
        TestedLwjgl.assumeKnows(extension);
        try (RecordingDriver driver = RecordingDriver.with()) {
            var external = ExternalMemory.on(driver.device());
            assertMissing(extension, () -> external.importMemory(handle, INFO.chain()));
            assertThat(driver.calls()).isEmpty();
        }
    }

    @Test
    void anImportNamesTheExtensionAndLeavesTheNtHandle() {
        NtHandle handle = NtHandle.adopt(0x1A4, ExternalMemoryHandleType.OPAQUE_WIN32);
        try (RecordingDriver driver = RecordingDriver.with()) {
            var external = ExternalMemory.on(driver.device());
            assertMissing("VK_KHR_external_memory_win32", () -> external.importMemory(handle, INFO.chain()));
            assertThat(driver.calls()).isEmpty();
        }
        assertThat(handle.release()).isEqualTo(0x1A4);
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                Arguments.of(
                        "VK_KHR_external_memory_win32",
                        new GlobalShareHandle(0x40000004, ExternalMemoryHandleType.D3D11_TEXTURE_KMT)),
                Arguments.of(
                        "VK_EXT_external_memory_host",
                        HostPointer.of(0x10000, ExternalMemoryHandleType.HOST_ALLOCATION_EXT)),
                Arguments.of(
                        "VK_EXT_external_memory_metal", new MetalHandle(7, ExternalMemoryHandleType.MTLBUFFER_EXT)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("questions")
    void whereAHandleGoesIsNotAskedWithoutItsExtension(String extension, ExternalHandle handle) {
        TestedLwjgl.assumeKnows(extension);
        try (RecordingDriver driver = RecordingDriver.with()) {
            var external = ExternalMemory.on(driver.device());
            assertMissing(extension, () -> external.memoryTypeBits(handle));
            assertThat(driver.calls()).isEmpty();
        }
    }

    @Test
    void hostMemoryNeedsTheExtensionThatSaysHowToAlignIt() {
        try (RecordingDriver driver = RecordingDriver.with()) {
            var external = ExternalMemory.on(driver.device());
            assertMissing("VK_EXT_external_memory_host", external::minImportedHostPointerAlignment);
            assertMissing("VK_EXT_external_memory_host", () -> external.allocateHostBuffer(1));
            assertMissing(
                    "VK_EXT_external_memory_host",
                    () -> external.importMemory(HostPointer.of(ByteBuffer.allocateDirect(1))));
            assertThat(driver.calls()).isEmpty();
        }
    }

    /** What the command needs is on, and what the type needs is not. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aDmaBufNeedsMoreThanADescriptor() {
        var type = ExternalMemoryHandleType.DMA_BUF_EXT;
        try (RecordingDriver exporter =
                        RecordingDriver.with("VK_KHR_external_memory_fd", "VK_EXT_external_memory_dma_buf");
                RecordingDriver importer = RecordingDriver.with("VK_KHR_external_memory_fd")) {
            var external = ExternalMemory.on(importer.device());
            try (DeviceMemory memory = ExternalMemory.on(exporter.device())
                            .allocate(INFO.with(ExportMemoryAllocateInfo.of(type)));
                    var handle = memory.exportPosixFileDescriptor(type)) {
                String extension = "VK_EXT_external_memory_dma_buf";
                assertMissing(extension, () -> external.importMemory(handle, memory.description(type)));
                assertMissing(extension, () -> external.memoryTypeBits(handle));
                assertThat(handle.isOpen()).isTrue();
            }
            assertThat(importer.calls()).isEmpty();
            assertThat(exporter.leftovers()).isEmpty();
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
