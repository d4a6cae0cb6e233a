package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where a handle from outside of Vulkan may be imported, asked of the recording driver. */
class HandlePropertiesTest {

    private final RecordingDriver driver = RecordingDriver.with(
            "VK_KHR_external_memory_fd", "VK_EXT_external_memory_dma_buf", "VK_KHR_external_memory_win32");
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    @Test
    void windowsHandlesAreAskedForByTheirValue() {
        NtHandle heap = NtHandle.adopt(0x1A4, ExternalMemoryHandleType.D3D12_HEAP);
        assertThat(external.memoryTypeBits(heap)).isEqualTo(RecordingDriver.IMPORTABLE_TYPES);
        RecordedCall call = driver.call("vkGetMemoryWin32HandlePropertiesKHR");
        assertThat(call.argument("handleType")).isEqualTo(0x20);
        assertThat(call.argument("handle")).isEqualTo(0x1A4L);
        assertThat(heap.isOpen()).isTrue();

        driver.forget();
        external.memoryTypeBits(new GlobalShareHandle(0x40000004, ExternalMemoryHandleType.D3D11_TEXTURE_KMT));
        call = driver.call("vkGetMemoryWin32HandlePropertiesKHR");
        assertThat(call.argument("handleType")).isEqualTo(0x10);
        assertThat(call.argument("handle")).isEqualTo(0x40000004L);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void descriptorsAreAskedForByTheirNumber() {
        int fd = PosixFiles.openForReading("/dev/null");
        try (PosixFileDescriptor dmaBuf = PosixFileDescriptor.adopt(fd, ExternalMemoryHandleType.DMA_BUF_EXT)) {
            assertThat(external.memoryTypeBits(dmaBuf)).isEqualTo(RecordingDriver.IMPORTABLE_TYPES);
            RecordedCall call = driver.call("vkGetMemoryFdPropertiesKHR");
            assertThat(call.argument("handleType")).isEqualTo(0x200);
            assertThat(call.argument("fd")).isEqualTo(fd);
            assertThat(dmaBuf.isOpen()).isTrue();

            driver.answer("vkGetMemoryFdPropertiesKHR", -1000072003);
            assertThatThrownBy(() -> external.memoryTypeBits(dmaBuf))
                    .isInstanceOf(VulkanException.class)
                    .hasMessageContaining("vkGetMemoryFdPropertiesKHR returned VK_ERROR_INVALID_EXTERNAL_HANDLE");
            assertThat(dmaBuf.isOpen()).isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @NeedsChecks
    void anOpaqueDescriptorIsKnownToItsExporterAlone() {
        int fd = PosixFiles.openForReading("/dev/null");
        try (PosixFileDescriptor opaque = PosixFileDescriptor.adopt(fd, ExternalMemoryHandleType.OPAQUE_FD)) {
            assertThatThrownBy(() -> external.memoryTypeBits(opaque))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-vkGetMemoryFdPropertiesKHR-handleType-00674");
            assertThat(driver.calls()).isEmpty();
        }
    }
}
