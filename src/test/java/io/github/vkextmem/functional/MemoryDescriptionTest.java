package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.PhysicalDevices;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What memory of the recording driver says of itself, and who can use that. */
class MemoryDescriptionTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, 1);

    private final RecordingDriver driver = RecordingDriver.with(
            "VK_KHR_external_memory_win32", "VK_NV_external_memory", "VK_NV_external_memory_win32");
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    @Test
    void onlyWhatItCanBeHandedOverAs() {
        try (DeviceMemory exported = external.allocate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32)));
                DeviceMemory nv = external.allocate(
                        INFO.with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)));
                DeviceMemory neither = external.allocate(INFO)) {
            assertThat(exported.description(OPAQUE_WIN32).handleType()).isEqualTo(OPAQUE_WIN32);
            assertThat(nv.description(OPAQUE_WIN32).handleType()).isEqualTo(OPAQUE_WIN32);
            assertThatThrownBy(() -> exported.description(OPAQUE_WIN32_KMT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no OPAQUE_WIN32_KMT can refer to DeviceMemory[4096 bytes");
            assertThatThrownBy(() -> neither.description(OPAQUE_WIN32)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatWasImportedCanBeDescribedAgain() {
        try (DeviceMemory imported =
                external.importMemory(new GlobalShareHandle(0x40000004, OPAQUE_WIN32_KMT), INFO.chain())) {
            assertThat(imported.description(OPAQUE_WIN32_KMT).allocationSize()).isEqualTo(4096);
            assertThatThrownBy(() -> imported.description(OPAQUE_WIN32)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aDeviceWithoutIdentityIsNotLookedFor() {
        DeviceIdentity none = new DeviceIdentity(new UUID(0, 0), new UUID(0, 0), OptionalLong.empty(), 0);
        MemoryDescription description = new MemoryDescription(4096, 1, OPAQUE_WIN32, false, none);
        var instance = driver.device().getPhysicalDevice().getInstance();
        assertThatThrownBy(() -> PhysicalDevices.matching(instance, description))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("no deviceUUID");
    }
}
