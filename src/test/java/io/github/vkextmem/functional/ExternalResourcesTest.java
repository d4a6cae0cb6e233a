package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.Staging;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.LayoutTransition;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.memory.PhysicalDevices;
import io.github.vkextmem.memory.QueueFamilyTransfer;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCopy;
import org.lwjgl.vulkan.VkBufferImageCopy;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkImageMemoryBarrier;

/** Buffers and images in one call, on the driver under test. */
@EnabledOnOs(OS.LINUX)
class ExternalResourcesTest extends TwoDevices {

    private static final int SIZE = 100_000;
    private static final int WIDTH = 61;
    private static final int HEIGHT = 47;
    private static final BufferParameters BUFFER =
            BufferParameters.of(SIZE, VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT);
    private static final ImageParameters IMAGE = ImageParameters.of2D(
            VK10.VK_FORMAT_R8G8B8A8_UNORM,
            WIDTH,
            HEIGHT,
            VK10.VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT);
    private static final ExportRequest MAPPABLE =
            ExportRequest.as(OPAQUE_FD).requiring(VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT);
    private static final QueueFamilyTransfer TRANSFER = QueueFamilyTransfer.withExternal(TransferDevice.QUEUE_FAMILY);
    private static final LayoutTransition LAYOUTS =
            new LayoutTransition(VK10.VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK10.VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);

    @BeforeEach
    void needDescriptors() {
        assumeTrue(
                exporter.external().hasExtension("VK_KHR_external_memory_fd"),
                "the driver under test lacks VK_KHR_external_memory_fd");
    }

    private ExternalBuffer importInto(TransferDevice device, ExternalBuffer buffer) {
        try (PosixFileDescriptor handle = buffer.memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            return device.external().importBuffer(handle, buffer.description(OPAQUE_FD));
        }
    }

    private ExternalImage importInto(TransferDevice device, ExternalImage image) {
        try (PosixFileDescriptor handle = image.memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            return device.external().importImage(handle, image.description(OPAQUE_FD));
        }
    }

    private static byte[] noise(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aBufferIsMappedOnBothSides() {
        try (ExternalBuffer exported = exporter.external().createBuffer(BUFFER, MAPPABLE);
                ExternalBuffer imported = importInto(importer, exported)) {
            byte[] bytes = noise(SIZE, 1);
            try (MappedMemory mapped = exported.memory().map()) {
                mapped.bytes(0, SIZE).put(bytes);
            }
            byte[] seen = new byte[SIZE];
            try (MappedMemory mapped = imported.memory().map()) {
                mapped.bytes(0, SIZE).get(seen);
            }
            assertThat(seen).isEqualTo(bytes);
            assertThat(imported.parameters()).isEqualTo(BUFFER);
            assertThat(imported.handle()).isNotZero();
        }
    }

    @Test
    void aBufferIsHandedOverByBarriers() {
        byte[] bytes = noise(SIZE, 2);
        try (ExternalBuffer exported = exporter.external().createBuffer(BUFFER, ExportRequest.as(OPAQUE_FD));
                ExternalBuffer imported = importInto(importer, exported);
                Staging from = new Staging(exporter, SIZE);
                Staging to = new Staging(importer, SIZE)) {
            from.fill(bytes);
            exporter.run(commands -> {
                try (MemoryStack stack = MemoryStack.stackPush()) {
                    copy(commands, from.buffer(), exported.handle(), stack);
                    VK10.vkCmdPipelineBarrier(
                            commands,
                            VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                            VK10.VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT,
                            0,
                            null,
                            TRANSFER.release(exported, VK10.VK_ACCESS_TRANSFER_WRITE_BIT, stack),
                            null);
                }
            });
            importer.run(commands -> {
                try (MemoryStack stack = MemoryStack.stackPush()) {
                    VK10.vkCmdPipelineBarrier(
                            commands,
                            VK10.VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT,
                            VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                            0,
                            null,
                            TRANSFER.acquire(imported, VK10.VK_ACCESS_TRANSFER_READ_BIT, stack),
                            null);
                    copy(commands, imported.handle(), to.buffer(), stack);
                    to.makeVisible(commands);
                }
            });
            assertThat(to.contents().array()).isEqualTo(bytes);
        }
    }

    private static void copy(VkCommandBuffer commands, long from, long to, MemoryStack stack) {
        VK10.vkCmdCopyBuffer(commands, from, to, VkBufferCopy.calloc(1, stack).size(SIZE));
    }

    @ParameterizedTest
    @ValueSource(ints = {VK10.VK_IMAGE_TILING_OPTIMAL, VK10.VK_IMAGE_TILING_LINEAR})
    void anImageIsHandedOverByBarriersThatChangeItsLayout(int tiling) {
        byte[] pixels = noise(WIDTH * HEIGHT * 4, tiling);
        try (ExternalImage exported =
                        exporter.external().createImage(IMAGE.withTiling(tiling), ExportRequest.as(OPAQUE_FD));
                ExternalImage imported = importInto(importer, exported);
                Staging from = new Staging(exporter, pixels.length);
                Staging to = new Staging(importer, pixels.length)) {
            assertThat(imported.parameters()).isEqualTo(exported.parameters());
            from.fill(pixels);
            exporter.run(commands -> write(commands, from.buffer(), exported));
            importer.run(commands -> {
                read(commands, imported, to.buffer());
                to.makeVisible(commands);
            });
            assertThat(to.contents().array()).isEqualTo(pixels);
        }
    }

    private static void write(VkCommandBuffer commands, long buffer, ExternalImage image) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var fresh = VkImageMemoryBarrier.calloc(1, stack)
                    .sType$Default()
                    .dstAccessMask(VK10.VK_ACCESS_TRANSFER_WRITE_BIT)
                    .oldLayout(VK10.VK_IMAGE_LAYOUT_UNDEFINED)
                    .newLayout(VK10.VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL)
                    .srcQueueFamilyIndex(VK10.VK_QUEUE_FAMILY_IGNORED)
                    .dstQueueFamilyIndex(VK10.VK_QUEUE_FAMILY_IGNORED)
                    .image(image.handle())
                    .subresourceRange(range -> range.aspectMask(VK10.VK_IMAGE_ASPECT_COLOR_BIT)
                            .levelCount(1)
                            .layerCount(1));
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    0,
                    null,
                    null,
                    fresh);
            VK10.vkCmdCopyBufferToImage(
                    commands, buffer, image.handle(), VK10.VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, whole(stack));
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    VK10.VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT,
                    0,
                    null,
                    null,
                    TRANSFER.release(image, LAYOUTS, VK10.VK_ACCESS_TRANSFER_WRITE_BIT, stack));
        }
    }

    private static void read(VkCommandBuffer commands, ExternalImage image, long buffer) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    0,
                    null,
                    null,
                    TRANSFER.acquire(image, LAYOUTS, VK10.VK_ACCESS_TRANSFER_READ_BIT, stack));
            VK10.vkCmdCopyImageToBuffer(
                    commands, image.handle(), VK10.VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, buffer, whole(stack));
        }
    }

    private static VkBufferImageCopy.Buffer whole(MemoryStack stack) {
        return VkBufferImageCopy.calloc(1, stack)
                .imageSubresource(layers ->
                        layers.aspectMask(VK10.VK_IMAGE_ASPECT_COLOR_BIT).layerCount(1))
                .imageExtent(extent -> extent.set(WIDTH, HEIGHT, 1));
    }

    @Test
    void theImporterOutlivesTheExporter() {
        byte[] bytes = noise(SIZE, 3);
        ExternalBuffer imported;
        try (ExternalBuffer exported = exporter.external().createBuffer(BUFFER, MAPPABLE)) {
            try (MappedMemory mapped = exported.memory().map()) {
                mapped.bytes(0, SIZE).put(bytes);
            }
            imported = importInto(importer, exported);
        }
        try (imported;
                MappedMemory mapped = imported.memory().map()) {
            byte[] seen = new byte[SIZE];
            mapped.bytes(0, SIZE).get(seen);
            assertThat(seen).isEqualTo(bytes);
        }
    }

    @Test
    @NeedsChecks
    void whatCannotBeExportedIsNamedBeforeAnythingIsCreated() {
        ImageParameters cannot = IMAGE.withSamples(VK10.VK_SAMPLE_COUNT_1_BIT).withFlags(0);
        ExportRequest hostMemory = ExportRequest.as(ExternalMemoryHandleType.HOST_ALLOCATION_EXT);
        assumeTrue(
                exporter.external().hasExtension("VK_EXT_external_memory_host"),
                "the driver under test lacks VK_EXT_external_memory_host");
        assumeTrue(
                !exporter.external()
                        .bufferProperties(ExternalMemoryHandleType.HOST_ALLOCATION_EXT, BUFFER.usage())
                        .isExportable(),
                "the driver under test says that it exports host pointers");
        assertThatThrownBy(() -> exporter.external().createBuffer(BUFFER, hostMemory))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkExportMemoryAllocateInfo-handleTypes-09860")
                .hasMessageContaining("HOST_ALLOCATION_EXT");
        assertThatThrownBy(() -> exporter.external().createImage(cannot, hostMemory))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkExportMemoryAllocateInfo-handleTypes-09860");
    }

    @Test
    @NeedsChecks
    void memoryOfAnotherDeviceIsRefusedAndTheHandleStays() {
        try (ExternalBuffer exported = exporter.external().createBuffer(BUFFER, MAPPABLE);
                PosixFileDescriptor handle = exported.memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            MemoryDescription description = exported.description(OPAQUE_FD);
            MemoryDescription elsewhere = of(UUID.randomUUID(), description);
            assertThatThrownBy(() -> importer.external().importBuffer(handle, elsewhere))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkImportMemoryFdInfoKHR-fd-00668");
            assertThat(handle.isOpen()).isTrue();
        }
    }

    private static MemoryDescription of(UUID device, MemoryDescription description) {
        DeviceIdentity identity = description.device();
        return new MemoryDescription(
                description.allocationSize(),
                description.memoryTypeIndex(),
                description.handleType(),
                description.dedicated(),
                new DeviceIdentity(device, identity.driverUUID(), identity.deviceLUID(), identity.deviceNodeMask()),
                description.resource());
    }

    @Test
    void moreThanTheExporterHasIsRefusedAndTheHandleStays() {
        try (ExternalImage exported = exporter.external().createImage(IMAGE, ExportRequest.as(OPAQUE_FD));
                PosixFileDescriptor handle = exported.memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            MemoryDescription larger =
                    exported.description(OPAQUE_FD).with(ImageParameters.of(IMAGE.info(), 1024, 1024, 1));
            assertThatThrownBy(() -> importer.external().importImage(handle, larger))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the same resource needs");
            assertThatThrownBy(() -> importer.external().importBuffer(handle, larger))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("what came is no buffer");
            assertThat(handle.isOpen()).isTrue();
        }
    }

    /** lavapipe was seen to end the process for the first of these, and to import the second. */
    @Test
    void anImageThatNoDeviceHasIsRefusedAndTheHandleStays() {
        try (ExternalImage exported = exporter.external().createImage(IMAGE, ExportRequest.as(OPAQUE_FD));
                PosixFileDescriptor handle = exported.memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            for (ImageParameters wrong : List.of(
                    IMAGE.withMipLevels(1000),
                    ImageParameters.of(IMAGE.info(), Integer.MAX_VALUE, Integer.MAX_VALUE, 1),
                    ImageParameters.of(IMAGE.info(), WIDTH, HEIGHT, 2),
                    IMAGE.withMipLevels(7),
                    IMAGE.withArrayLayers(Integer.MAX_VALUE))) {
                assertThatThrownBy(() -> importer.external()
                                .importImage(
                                        handle, exported.description(OPAQUE_FD).with(wrong)))
                        .as(wrong.toString())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("the device has no image as large as " + wrong);
                assertThatThrownBy(() -> exporter.external().createImage(wrong, ExportRequest.as(OPAQUE_FD)))
                        .as(wrong.toString())
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(handle.isOpen()).isTrue();
        }
        // 61 x 47 texels have 6 levels.
        exporter.external()
                .createImage(IMAGE.withMipLevels(6), ExportRequest.as(OPAQUE_FD))
                .close();
    }

    @Test
    void whatIsClosedSaysWhich() {
        ExternalBuffer buffer = exporter.external().createBuffer(BUFFER, MAPPABLE);
        String handle = Long.toHexString(buffer.handle());
        buffer.close();
        assertThatThrownBy(buffer::handle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("external buffer 0x" + handle + " is closed");
    }

    @Test
    void noMemoryTypeIsSaidWithThoseThatThereAre() {
        int impossible = VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK10.VK_MEMORY_PROPERTY_LAZILY_ALLOCATED_BIT;
        assertThatThrownBy(() -> exporter.external()
                        .createBuffer(BUFFER, ExportRequest.as(OPAQUE_FD).requiring(impossible)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no memory type with HOST_VISIBLE | LAZILY_ALLOCATED")
                .hasMessageContaining("possible are 0 (");
    }

    @Test
    void closedTwiceAndFromManyThreadsItIsClosedOnce() throws Exception {
        int threads = 8;
        var executor = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 50; round++) {
                ExternalImage image = exporter.external().createImage(IMAGE, ExportRequest.as(OPAQUE_FD));
                ExternalBuffer buffer = exporter.external().createBuffer(BUFFER, ExportRequest.as(OPAQUE_FD));
                CountDownLatch start = new CountDownLatch(1);
                var closing = IntStream.range(0, threads)
                        .<Future<?>>mapToObj(i -> executor.submit(() -> {
                            start.await();
                            image.close();
                            buffer.close();
                            return null;
                        }))
                        .toList();
                start.countDown();
                for (Future<?> future : closing) {
                    future.get();
                }
                assertThatThrownBy(image::handle).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(buffer.memory()::handle).isInstanceOf(IllegalStateException.class);
            }
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void theImporterFindsTheExportersPhysicalDevice() {
        try (ExternalBuffer exported = exporter.external().createBuffer(BUFFER, MAPPABLE)) {
            MemoryDescription description = exported.description(OPAQUE_FD);
            var instance = importer.device().getPhysicalDevice().getInstance();
            assertThat(PhysicalDevices.matching(instance, description).address())
                    .isEqualTo(importer.device().getPhysicalDevice().address());
            assertThatThrownBy(() -> PhysicalDevices.matching(instance, of(new UUID(1, 2), description)))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("the memory was exported on device 00000000-0000-0001-0000-000000000002")
                    .hasMessageContaining(exporter.external().deviceName() + ": is device "
                            + exporter.external().identity().deviceUUID());
        }
    }
}
