package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * An import that may not be: the driver is not called, and the descriptor is still open and still the caller's.
 *
 * <p>On the recording driver, which is no real one.
 */
@EnabledOnOs(OS.LINUX)
class BadImportTest {

    private static final ExternalMemoryHandleType FD = ExternalMemoryHandleType.OPAQUE_FD;
    private static final UUID ELSEWHERE = new UUID(1, 2);

    private final RecordingDriver driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
    private final ExternalMemory external = ExternalMemory.on(driver.device());
    private DeviceMemory memory;
    private PosixFileDescriptor handle;

    @BeforeEach
    void export() {
        memory = external.allocate(MemoryAllocateInfo.of(4096, 1).with(ExportMemoryAllocateInfo.of(FD)));
        handle = memory.exportPosixFileDescriptor(FD);
    }

    @AfterEach
    void nothingIsLeft() {
        handle.close();
        memory.close();
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private void assertStillOurs() {
        assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkGetMemoryFdKHR");
        assertThat(handle.isOpen()).isTrue();
        assertThat(driver.openDescriptors()).isEqualTo(1);
    }

    private MemoryDescription from(UUID device, UUID driverBuild) {
        DeviceIdentity own = external.identity();
        return new MemoryDescription(
                4096, 1, FD, false, new DeviceIdentity(device, driverBuild, own.deviceLUID(), own.deviceNodeMask()));
    }

    @Test
    @NeedsChecks
    void memoryOfAnotherDeviceOrDriverIsRefused() {
        assertRefused(from(ELSEWHERE, RecordingDriver.DRIVER_UUID), "VUID-VkImportMemoryFdInfoKHR-fd-00668");
        assertRefused(
                from(RecordingDriver.DEVICE_UUID, ELSEWHERE),
                "VUID-VkImportMemoryFdInfoKHR-fd-01746",
                "VUID-VkImportMemoryFdInfoKHR-fd-01520");
        assertRefused(
                from(ELSEWHERE, ELSEWHERE),
                "VUID-VkImportMemoryFdInfoKHR-fd-00668",
                "VUID-VkImportMemoryFdInfoKHR-fd-01746",
                "VUID-VkImportMemoryFdInfoKHR-fd-01520");
        assertStillOurs();
        external.importMemory(handle, from(RecordingDriver.DEVICE_UUID, RecordingDriver.DRIVER_UUID))
                .close();
    }

    private void assertRefused(MemoryDescription description, String... vuids) {
        assertThatThrownBy(() -> external.importMemory(handle, description))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).containsExactly(vuids));
    }

    @Test
    @NeedsChecks
    void aDedicatedImportOfWhatIsNotDedicatedIsRefused() {
        MemoryDescription description = memory.description(FD);
        driver.announce(5, 4096);
        assertThatThrownBy(() -> external.importMemory(handle, description, MemoryDedicatedAllocateInfo.ofBuffer(5)))
                .hasMessageContaining("VUID-VkMemoryDedicatedAllocateInfo-buffer-01879");
        assertThatThrownBy(() -> external.importMemory(handle, description, MemoryDedicatedAllocateInfo.ofImage(5)))
                .hasMessageContaining("VUID-VkMemoryDedicatedAllocateInfo-image-01878");
        assertStillOurs();
    }

    @Test
    @NeedsChecks
    void anAllocationThatMayNotBeIsRefusedAsAnImportToo() {
        assertThatThrownBy(() -> external.importMemory(
                        handle, MemoryAllocateInfo.of(4096, 9).chain()))
                .hasMessageContaining("VUID-vkAllocateMemory-pAllocateInfo-01714");
        assertStillOurs();
    }

    @Test
    void aChainThatImportsByItselfIsRefused() {
        var chain = MemoryAllocateInfo.of(4096, 1).with(ImportMemoryFdInfoKHR.of(FD, handle.fd()));
        assertThatIllegalArgumentException().isThrownBy(() -> external.importMemory(handle, chain));
        assertStillOurs();
    }

    @Test
    void aClosedDescriptorSaysSo() {
        handle.close();
        assertNotImportable("closed");
        assertThatIllegalStateException().isThrownBy(handle::fd).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(handle::release).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(handle::duplicate).withMessageContaining("closed");
    }

    @Test
    void aReleasedDescriptorSaysSoAndStaysOpen() {
        int fd = handle.release();
        assertNotImportable("released");
        handle.close();
        assertThat(driver.openDescriptors()).isEqualTo(1);
        PosixFileDescriptor.adopt(fd, FD).close();
    }

    @Test
    void aDescriptorThatWasTakenOverSaysSoAndIsNotClosedTwice() {
        try (DeviceMemory imported = external.importMemory(handle, memory.description(FD))) {
            assertThat(imported.memoryTypeIndex()).isEqualTo(1);
            assertThat(handle.isOpen()).isFalse();
            assertThatIllegalStateException()
                    .isThrownBy(() -> external.importMemory(handle, memory.description(FD)))
                    .withMessageContaining("taken over");
            handle.close();
            assertThat(driver.openDescriptors()).isEqualTo(1);
        }
    }

    private void assertNotImportable(String state) {
        assertThatIllegalStateException()
                .isThrownBy(() -> external.importMemory(handle, memory.description(FD)))
                .withMessageContaining(state);
        assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkGetMemoryFdKHR");
    }
}
