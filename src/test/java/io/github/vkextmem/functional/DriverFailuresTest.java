package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestedLwjgl;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.recording.Registry;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.Platform;
import org.lwjgl.vulkan.EXTDebugReport;
import org.lwjgl.vulkan.EXTImageCompressionControl;
import org.lwjgl.vulkan.KHRBufferDeviceAddress;
import org.lwjgl.vulkan.KHRVideoQueue;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/**
 * Each command answers each error that the registry allows it: the error arrives by name, and nothing is left.
 *
 * <p>On the recording driver, which is no real one.
 */
class DriverFailuresTest {

    private static final String NO_SUCH_IMAGE = "VK_ERROR_FORMAT_NOT_SUPPORTED";

    private final RecordingDriver driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
    private final ExternalMemory external = ExternalMemory.on(driver.device());
    private final CountingNtKernel kernel = CountingNtKernel.install();

    @AfterEach
    void nothingIsLeft() {
        kernel.close();
        assertThat(kernel.closed()).containsExactlyElementsOf(driver.ntHandles());
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    static Stream<Arguments> everyErrorOfEveryCommand() {
        return DriverCommands.known()
                .flatMap(command -> Registry.errorCodes(command.command()).stream()
                        .filter(error -> !error.equals(NO_SUCH_IMAGE))
                        .map(error -> Arguments.of(command, error)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyErrorOfEveryCommand")
    void theErrorArrivesByNameAndNothingIsLeft(DriverCommands command, String error) {
        assumeThat(command.needsLinux() && Platform.get() != Platform.LINUX).isFalse();
        assertThatThrownBy(() -> command.run(external, () -> driver.answer(command.command(), valueOf(error))))
                .isInstanceOfSatisfying(VulkanException.class, e -> {
                    assertThat(e.command()).isEqualTo(command.command());
                    assertThat(e.result()).isEqualTo(valueOf(error));
                    // What became core lost its suffix.
                    assertThat(error).isIn(e.resultName(), e.resultName() + "_KHR");
                    assertThat(e).hasMessageContaining(command.command()).hasMessageContaining(e.resultName());
                });
    }

    @ParameterizedTest
    @EnumSource
    void theSameCallSucceedsWithoutTheError(DriverCommands command) {
        TestedLwjgl.assumeKnows(command.command());
        assumeThat(command.needsLinux() && Platform.get() != Platform.LINUX).isFalse();
        assertThatCode(() -> command.run(external, () -> {})).doesNotThrowAnyException();
        assertThat(Stream.concat(driver.calls().stream(), driver.queries().stream()))
                .anyMatch(call -> call.command().equals(command.command()));
    }

    static Stream<String> errorsOfImports() {
        return Registry.errorCodes("vkAllocateMemory").stream();
    }

    @ParameterizedTest
    @MethodSource("errorsOfImports")
    @EnabledOnOs(OS.LINUX)
    void aFailedImportLeavesTheDescriptorWithTheCallerAndCanBeTriedAgain(String error) {
        var type = ExternalMemoryHandleType.OPAQUE_FD;
        try (DeviceMemory memory =
                external.allocate(MemoryAllocateInfo.of(4096, 1).with(ExportMemoryAllocateInfo.of(type)))) {
            var handle = memory.exportPosixFileDescriptor(type);
            driver.answer("vkAllocateMemory", valueOf(error));
            assertThatThrownBy(() -> external.importMemory(handle, memory.description(type)))
                    .isInstanceOf(VulkanException.class);
            assertThat(handle.isOpen()).isTrue();
            assertThat(driver.openDescriptors()).isEqualTo(1);

            driver.answer("vkAllocateMemory", VK10.VK_SUCCESS);
            try (DeviceMemory imported = external.importMemory(handle, memory.description(type))) {
                assertThat(imported.size()).isEqualTo(4096);
                assertThat(handle.isOpen()).isFalse();
                handle.close();
                // It is the driver's now, and stays open although we closed our object.
                assertThat(driver.openDescriptors()).isEqualTo(1);
            }
        }
    }

    @Test
    void anNtHandleThatFailedCanBeAskedForAgain() {
        var type = ExternalMemoryHandleType.OPAQUE_WIN32;
        try (DeviceMemory memory =
                external.allocate(MemoryAllocateInfo.of(4096, 1).with(ExportMemoryAllocateInfo.of(type)))) {
            driver.answer("vkGetMemoryWin32HandleKHR", VK10.VK_ERROR_OUT_OF_HOST_MEMORY);
            assertThatThrownBy(() -> memory.exportNtHandle(type)).isInstanceOf(VulkanException.class);
            driver.answer("vkGetMemoryWin32HandleKHR", VK10.VK_SUCCESS);
            memory.exportNtHandle(type).close();
        }
        assertThat(kernel.closed()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vkMapMemory", "vkInvalidateMappedMemoryRanges"})
    void memoryThatCouldNotBeMappedIsNotMappedAndCanBe(String command) {
        try (DeviceMemory memory = external.allocate(MemoryAllocateInfo.of(4096, RecordingDriver.NOT_COHERENT))) {
            driver.answer(command, VK10.VK_ERROR_OUT_OF_HOST_MEMORY);
            assertThatThrownBy(memory::map).isInstanceOf(VulkanException.class);
            assertThat(driver.leftovers()).containsExactly("1 memory objects");
            driver.answer(command, VK10.VK_SUCCESS);
            memory.map().close();
        }
    }

    @Test
    void aMappingThatCouldNotBeFlushedIsGone() {
        try (DeviceMemory memory = external.allocate(MemoryAllocateInfo.of(4096, RecordingDriver.NOT_COHERENT))) {
            MappedMemory mapped = memory.map();
            driver.answer("vkFlushMappedMemoryRanges", VK10.VK_ERROR_OUT_OF_HOST_MEMORY);
            assertThatThrownBy(mapped::close).isInstanceOf(VulkanException.class);
            driver.answer("vkFlushMappedMemoryRanges", VK10.VK_SUCCESS);
            mapped.close();
            memory.map().close();
        }
    }

    @Test
    @NeedsChecks
    void whatTheDeviceCouldNotSayOnceIsAskedAgain() {
        driver.externalMemory(0x1 | 0x2, 0, 0x1);
        String query = "vkGetPhysicalDeviceImageFormatProperties2";
        var chain =
                MemoryAllocateInfo.of(4096, 1).with(ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_FD));
        driver.answer(query, VK10.VK_ERROR_OUT_OF_HOST_MEMORY);
        assertThatThrownBy(() -> external.allocate(chain))
                .isInstanceOfSatisfying(
                        VulkanException.class, e -> assertThat(e.command()).isEqualTo(query));
        driver.answer(query, VK10.VK_ERROR_FORMAT_NOT_SUPPORTED);
        // Buffers demand dedication and there are no such images: nothing is left that could do without.
        assertThatThrownBy(() -> external.allocate(chain))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkMemoryAllocateInfo-pNext-00639");
        driver.announce(7, 4096);
        external.allocate(chain.with(MemoryDedicatedAllocateInfo.ofBuffer(7))).close();
    }

    @Test
    void anImageThatTheDeviceDoesNotHaveIsAnAnswerAndNoFailure() {
        var use = new ImageFormatInfo(37, 1, 0, 1, 0);
        driver.answer("vkGetPhysicalDeviceImageFormatProperties2", VK10.VK_ERROR_FORMAT_NOT_SUPPORTED);
        driver.answer("vkGetPhysicalDeviceExternalImageFormatPropertiesNV", VK10.VK_ERROR_FORMAT_NOT_SUPPORTED);
        assertThat(external.imageProperties(ExternalMemoryHandleType.OPAQUE_FD, use))
                .isEqualTo(ExternalMemoryProperties.NONE);
        assertThat(external.imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, use))
                .isEmpty();
    }

    /** LWJGL's constants, so that names and numbers come from elsewhere than the library. */
    private static int valueOf(String error) {
        return Stream.of(
                        VK10.class,
                        VK11.class,
                        EXTDebugReport.class,
                        KHRVideoQueue.class,
                        EXTImageCompressionControl.class,
                        KHRBufferDeviceAddress.class)
                .flatMap(constants -> Arrays.stream(constants.getFields()))
                .filter(field ->
                        field.getName().equals(error) || field.getName().equals(error + "_EXT"))
                .map(field -> {
                    try {
                        return field.getInt(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .findFirst()
                .orElseThrow(() -> new AssertionError("LWJGL does not know " + error));
    }
}
