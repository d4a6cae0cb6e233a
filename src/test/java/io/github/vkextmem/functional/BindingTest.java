package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.vulkan.VK10;

/** What may be bound is bound by the driver under test, and the layer has nothing to say. */
@EnabledOnOs(OS.LINUX)
class BindingTest {

    private static final int SIZE = 1 << 16;
    private static final ImageParameters IMAGE = ImageParameters.of(
            new ImageFormatInfo(
                    VK10.VK_FORMAT_R8G8B8A8_UNORM,
                    VK10.VK_IMAGE_TYPE_2D,
                    VK10.VK_IMAGE_TILING_LINEAR,
                    VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT,
                    0),
            64,
            64,
            1);

    private final TestInstance instance = TestInstance.create();
    private final TestDevice exporter = instance.device();
    private final TestDevice importer = instance.device();
    private final TestDevice.Resource one = exporter.createBuffer(SIZE, OPAQUE_FD);
    private final TestDevice.Resource other = importer.createBuffer(SIZE, OPAQUE_FD);
    private final TestDevice.Resource image = exporter.createImage(64, 64, OPAQUE_FD);
    private final TestDevice.Resource otherImage = importer.createImage(64, 64, OPAQUE_FD);

    @AfterEach
    void theLayerHadNothingToSay() {
        VK10.vkDestroyBuffer(exporter.device(), one.handle(), null);
        VK10.vkDestroyBuffer(importer.device(), other.handle(), null);
        VK10.vkDestroyImage(exporter.device(), image.handle(), null);
        VK10.vkDestroyImage(importer.device(), otherImage.handle(), null);
        importer.close();
        exporter.close();
        instance.close();
        assertThat(instance.messages()).isEmpty();
    }

    private static BufferResource buffer(TestDevice.Resource resource) {
        return BufferResource.of(resource.handle(), BufferParameters.of(SIZE, TestDevice.BUFFER_USAGE), OPAQUE_FD);
    }

    private static ImageResource image(TestDevice.Resource resource) {
        return ImageResource.of(resource.handle(), IMAGE, OPAQUE_FD);
    }

    private static MemoryAllocateInfo memoryOf(TestDevice device, TestDevice.Resource resource) {
        return MemoryAllocateInfo.of(resource.size(), device.hostVisibleType(resource.memoryTypeBits()));
    }

    @Test
    void aBufferOnBothSides() {
        var chain = memoryOf(exporter, one).with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
        try (DeviceMemory exported = exporter.external().allocate(chain, buffer(one))) {
            exported.bind(buffer(one), 0);
            MemoryDescription description = exported.description(OPAQUE_FD);
            try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD);
                    DeviceMemory imported = importer.external()
                            .importMemory(
                                    handle,
                                    description,
                                    description.allocateInfo().chain(),
                                    buffer(other))) {
                imported.bind(buffer(other), 0);
                Pattern.write(exported, 7);
                Pattern.assertIn(imported, 7);
            }
        }
    }

    @Test
    void anImageWithMemoryOfItsOwnOnBothSides() {
        var chain = memoryOf(exporter, image)
                .with(ExportMemoryAllocateInfo.of(OPAQUE_FD))
                .with(MemoryDedicatedAllocateInfo.ofImage(image.handle()));
        try (DeviceMemory exported = exporter.external().allocate(chain, image(image))) {
            exported.bind(image(image), 0);
            MemoryDescription description = exported.description(OPAQUE_FD);
            var dedicated = MemoryDedicatedAllocateInfo.ofImage(otherImage.handle());
            try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD);
                    DeviceMemory imported = importer.external()
                            .importMemory(
                                    handle,
                                    description,
                                    description.allocateInfo().with(dedicated),
                                    image(otherImage))) {
                imported.bind(image(otherImage), 0);
                Pattern.write(exported, 8);
                Pattern.assertIn(imported, 8);
            }
        }
    }

    @Test
    void twoResourcesInOneMemory() {
        // 64 KiB is more than any driver's alignment of either kind.
        int types = one.memoryTypeBits() & image.memoryTypeBits();
        long offset = one.size() + 0xFFFF & ~0xFFFFL;
        var info = MemoryAllocateInfo.of(
                offset + image.size(), exporter.external().memoryTypes(types, 0).get(0));
        try (DeviceMemory memory = exporter.external().allocate(info.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))) {
            memory.bind(buffer(one), 0);
            memory.bind(image(image), offset);
            assertThat(memory.size()).isEqualTo(offset + image.size());
        }
    }

    @Test
    @NeedsChecks
    void theDriverNeverHearsOfWhatMayNotBeBound() {
        var chain = memoryOf(exporter, one).with(MemoryDedicatedAllocateInfo.ofBuffer(one.handle()));
        try (DeviceMemory memory = exporter.external().allocate(chain)) {
            assertThatThrownBy(() -> memory.bind(image(image), 0))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkBindImageMemoryInfo-memory-10926");
            memory.bind(buffer(one), 0);
        }
    }

    /** The size is asked of the driver. */
    @Test
    @NeedsChecks
    void memoryThatIsTooSmallForItsOwnerIsRefused() {
        var info = memoryOf(exporter, one);
        var small = MemoryAllocateInfo.of(info.allocationSize() - 1, info.memoryTypeIndex());
        assertThatThrownBy(() ->
                        exporter.external().allocate(small.with(MemoryDedicatedAllocateInfo.ofBuffer(one.handle()))))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkMemoryDedicatedAllocateInfo-buffer-02965");
        exporter.external()
                .allocate(info.with(MemoryDedicatedAllocateInfo.ofBuffer(one.handle())))
                .close();
    }
}
