package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.RDMA_ADDRESS_NV;
import static io.github.vkextmem.struct.MemoryAllocateFlag.DEVICE_ADDRESS;
import static io.github.vkextmem.struct.MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;

/** The addresses of a memory: for other devices of the bus, and to be had again. On the recording driver. */
class AddressesTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);
    private static final MemoryAllocateFlagsInfo REPLAYABLE =
            MemoryAllocateFlagsInfo.of(DEVICE_ADDRESS, DEVICE_ADDRESS_CAPTURE_REPLAY);

    private static RecordingDriver rdma() {
        return RecordingDriver.with("VK_NV_external_memory_rdma", "VK_KHR_external_memory_fd");
    }

    @Test
    void otherDevicesOfTheBusReachMemoryByItsRemoteAddress() {
        try (RecordingDriver driver = rdma()) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            try (DeviceMemory memory =
                    external.allocate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD, RDMA_ADDRESS_NV)))) {
                // Wider than 32 bits, so a cut one would differ.
                assertThat(memory.remoteAddress() >>> 32).isEqualTo(0xFEED_0000L);
                assertThat(driver.call("vkGetMemoryRemoteAddressNV").chain("pMemoryGetRemoteAddressInfo"))
                        .containsExactly(structure(
                                "VkMemoryGetRemoteAddressInfoNV", "memory", memory.handle(), "handleType", 0x1000));
            }
            assertThat(driver.leftovers()).isEmpty();
        }
    }

    @Test
    @NeedsChecks
    void memoryThatWasNotAllocatedForItHasNoRemoteAddress() {
        try (RecordingDriver driver = rdma()) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            try (DeviceMemory memory = external.allocate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))) {
                assertThatThrownBy(memory::remoteAddress)
                        .isInstanceOfSatisfying(
                                ValidUsageException.class,
                                e -> assertThat(e.vuids())
                                        .containsExactly("VUID-VkMemoryGetRemoteAddressInfoNV-handleType-04966"));
            }
            assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
        }
    }

    @Test
    void noAddressAndClosedMemoryAreErrors() {
        try (RecordingDriver driver = rdma()) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            DeviceMemory memory = external.allocate(INFO.with(ExportMemoryAllocateInfo.of(RDMA_ADDRESS_NV)));
            driver.giveNoHandles();
            assertThatThrownBy(memory::remoteAddress)
                    .isInstanceOf(VulkanException.class)
                    .hasMessageContaining("vkGetMemoryRemoteAddressNV");
            memory.close();
            assertThatThrownBy(memory::remoteAddress).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(memory::opaqueCaptureAddress).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, vkGetDeviceMemoryOpaqueCaptureAddress", "false, vkGetDeviceMemoryOpaqueCaptureAddressKHR"})
    void theCaptureAddressIsAskedAsTheDeviceHasIt(boolean core, String command) {
        try (RecordingDriver driver = core
                ? RecordingDriver.ofVersion(VK12.VK_API_VERSION_1_2)
                : RecordingDriver.ofVersion(VK11.VK_API_VERSION_1_1, "VK_KHR_buffer_device_address")) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            try (DeviceMemory memory = external.allocate(INFO.with(REPLAYABLE))) {
                assertThat(memory.opaqueCaptureAddress()).isEqualTo(~memory.handle());
                assertThat(driver.call(command).chain("pInfo"))
                        .containsExactly(
                                structure("VkDeviceMemoryOpaqueCaptureAddressInfo", "memory", memory.handle()));
            }
        }
    }

    @Test
    @NeedsChecks
    void memoryWithoutAnAddressHasNoneToCapture() {
        try (RecordingDriver driver = RecordingDriver.ofVersion(VK12.VK_API_VERSION_1_2)) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            try (DeviceMemory memory = external.allocate(INFO)) {
                assertThatThrownBy(memory::opaqueCaptureAddress)
                        .isInstanceOfSatisfying(
                                ValidUsageException.class,
                                e -> assertThat(e.vuids())
                                        .containsExactly("VUID-VkDeviceMemoryOpaqueCaptureAddressInfo-memory-03336"));
            }
            assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
        }
    }

    @Test
    void theCaptureAddressNamesItsExtension() {
        try (RecordingDriver driver = RecordingDriver.with()) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            try (DeviceMemory memory = external.allocate(INFO.with(MemoryAllocateFlagsInfo.of(DEVICE_ADDRESS)))) {
                assertThatThrownBy(memory::opaqueCaptureAddress)
                        .isInstanceOf(MissingExtensionException.class)
                        .hasMessageContaining("VK_KHR_buffer_device_address");
            }
        }
    }
}
