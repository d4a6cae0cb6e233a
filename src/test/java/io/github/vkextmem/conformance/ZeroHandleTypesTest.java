package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/** Structures of external memory that name no handle type are legal, and change nothing. */
@EnabledOnOs(OS.LINUX)
class ZeroHandleTypesTest extends TwoDevices {

    private static final ExternalMemoryHandleTypes NONE = ExternalMemoryHandleTypes.of();
    private static final ExportMemoryAllocateInfo EXPORT = new ExportMemoryAllocateInfo(NONE);

    static Stream<Named<Function<TransferDevice, SharedResource>>> resources() {
        return Stream.of(
                Named.of("buffer", device -> new SharedBuffer(device, 1 << 16, NONE)),
                Named.of("optimal image", device -> image(device, VK10.VK_IMAGE_TILING_OPTIMAL)),
                Named.of("linear image", device -> image(device, VK10.VK_IMAGE_TILING_LINEAR)));
    }

    private static SharedResource image(TransferDevice device, int tiling) {
        return new SharedImage(device, SharedImage.kind(tiling), NONE);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void aBufferOrImageWithoutHandleTypesIsUsedWithOrdinaryMemory(Function<TransferDevice, SharedResource> kind) {
        try (SharedResource resource = kind.apply(exporter);
                DeviceMemory memory = exporter.external().allocate(infoFor(resource))) {
            assertUsable(resource, memory);
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void itIsUsedWithMemoryThatIsExportedAsNothing(Function<TransferDevice, SharedResource> kind) {
        try (SharedResource resource = kind.apply(exporter);
                DeviceMemory memory = allocate(infoFor(resource).with(EXPORT))) {
            assertUsable(resource, memory);
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void theSameIfThatMemoryIsDedicated(Function<TransferDevice, SharedResource> kind) {
        try (SharedResource resource = kind.apply(exporter);
                DeviceMemory memory = allocate(infoFor(resource).with(EXPORT).with(resource.dedication()))) {
            assertUsable(resource, memory);
        }
    }

    @Test
    @NeedsChecks
    void nothingIsExportedFromIt() {
        try (DeviceMemory memory =
                allocate(MemoryAllocateInfo.of(1 << 16, Access.MAPPED.memoryType(exporter.external(), -1))
                        .with(EXPORT))) {
            assertThatThrownBy(() -> memory.exportPosixFileDescriptor(OPAQUE_FD))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryGetFdInfoKHR-handleType-00671"));
        }
    }

    private MemoryAllocateInfo infoFor(SharedResource resource) {
        Needs needs = resource.needs();
        return MemoryAllocateInfo.of(
                needs.size(), Access.COPIED.memoryType(exporter.external(), needs.memoryTypeBits()));
    }

    /** Some drivers refuse this, which the specification allows; the library has said it right by then. */
    private DeviceMemory allocate(MemoryAllocateChain chain) {
        try {
            return exporter.external().allocate(chain);
        } catch (VulkanException e) {
            assumeTrue(
                    e.result() != VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE,
                    () -> exporter.external().deviceName() + " wrongly refuses export structures without handle types");
            throw e;
        }
    }

    private static void assertUsable(SharedResource resource, DeviceMemory memory) {
        resource.bind(memory);
        resource.write(1);
        resource.assertHolds(1);
    }
}
