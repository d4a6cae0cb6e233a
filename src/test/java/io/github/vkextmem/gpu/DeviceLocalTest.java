package io.github.vkextmem.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.vulkan.VK10;

/** Memory of the card's own, between two devices of the card. */
class DeviceLocalTest extends GpuTest {

    @ParameterizedTest
    @ValueSource(ints = {256, 1 << 16, (1 << 20) + 12, 1 << 26})
    void whatOneWritesTheOtherReadsBothWays(int size) {
        try (DeviceLocalBuffer exported = DeviceLocalBuffer.create(exporter, size);
                DeviceLocalBuffer imported = exported.importOn(importer)) {
            assertThat(exporter.external().memoryTypes(-1, VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT))
                    .contains(exported.buffer().memory().memoryTypeIndex());
            exported.write(Ramp.of(size));
            assertThat(imported.read()).isEqualTo(Ramp.of(size));
            imported.write(Ramp.backwards(size));
            assertThat(exported.read()).isEqualTo(Ramp.backwards(size));
        }
    }

    @Test
    void itOutlivesWhoAllocatedIt() {
        int size = 1 << 20;
        try (DeviceLocalBuffer exported = DeviceLocalBuffer.create(exporter, size);
                DeviceLocalBuffer imported = exported.importOn(importer)) {
            exported.write(Ramp.of(size));
            exported.buffer().close();
            assertThat(imported.read()).isEqualTo(Ramp.of(size));
        }
    }

    @Test
    @NeedsChecks
    void memoryOfAnotherCardIsRefusedAndTheHandleStays() {
        try (DeviceLocalBuffer exported = DeviceLocalBuffer.create(exporter, 4096);
                PosixFileDescriptor handle =
                        exported.buffer().memory().exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)) {
            MemoryDescription right = exported.description();
            MemoryDescription wrong = of(right, new UUID(1, 2));
            assertThatThrownBy(() -> importer.external().importBuffer(handle, wrong))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            refused -> assertThat(refused.vuids()).contains("VUID-VkImportMemoryFdInfoKHR-fd-00668"))
                    .hasMessageContaining(new UUID(1, 2).toString());
            assertThat(handle.isOpen()).isTrue();
            try (ExternalBuffer imported = importer.external().importBuffer(handle, right)) {
                assertThat(imported.handle()).isNotZero();
            }
        }
    }

    @Test
    @NeedsChecks
    void anotherSizeIsRefusedAndTheHandleStays() {
        try (DeviceLocalBuffer exported = DeviceLocalBuffer.create(exporter, 1 << 16);
                PosixFileDescriptor handle =
                        exported.buffer().memory().exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD)) {
            MemoryDescription right = exported.buffer().memory().description(ExternalMemoryHandleType.OPAQUE_FD);
            var half = MemoryAllocateInfo.of(right.allocationSize() / 2, right.memoryTypeIndex())
                    .chain();
            assertThatThrownBy(() -> importer.external().importMemory(handle, right, half))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            refused -> assertThat(refused.vuids())
                                    .contains("VUID-VkMemoryAllocateInfo-allocationSize-01742"));
            assertThat(handle.isOpen()).isTrue();
        }
    }

    private static MemoryDescription of(MemoryDescription like, UUID device) {
        DeviceIdentity identity = like.device();
        return new MemoryDescription(
                like.allocationSize(),
                like.memoryTypeIndex(),
                like.handleType(),
                like.dedicated(),
                new DeviceIdentity(device, identity.driverUUID(), identity.deviceLUID(), identity.deviceNodeMask()),
                like.resource());
    }
}
