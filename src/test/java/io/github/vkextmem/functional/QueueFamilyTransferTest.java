package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.LayoutTransition;
import io.github.vkextmem.memory.QueueFamilyTransfer;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.ImageParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkImageMemoryBarrier;

/** The barriers of a transfer, member by member, for resources of the recording driver. */
class QueueFamilyTransferTest {

    private static final int EXTERNAL = ~1;
    private static final int FOREIGN = ~2;
    private static final int FAMILY = 3;
    private static final LayoutTransition LAYOUTS = new LayoutTransition(2, 5);

    private final RecordingDriver driver =
            RecordingDriver.with("VK_KHR_external_memory_fd", "VK_EXT_queue_family_foreign");
    private final ExternalMemory external = ExternalMemory.on(driver.device());
    private final ExternalBuffer buffer =
            external.createBuffer(BufferParameters.of(4096, 1), ExportRequest.as(OPAQUE_FD));
    private final ExternalImage image = external.createImage(
            ImageParameters.of2D(37, 64, 32, 1).withMipLevels(3).withArrayLayers(2), ExportRequest.as(OPAQUE_FD));
    private MemoryStack stack;

    @BeforeEach
    void push() {
        stack = MemoryStack.stackPush();
    }

    @AfterEach
    void close() {
        stack.pop();
        image.close();
        buffer.close();
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    @Test
    void aBufferIsReleasedToTheOtherSideAndAcquiredFromIt() {
        var release = QueueFamilyTransfer.withExternal(FAMILY).release(buffer, 0x40, stack);
        assertThat(release.capacity()).isEqualTo(1);
        assertThat(release.sType()).isEqualTo(44);
        assertThat(release.pNext()).isZero();
        assertThat(release.buffer()).isEqualTo(buffer.handle());
        assertThat(release.offset()).isZero();
        assertThat(release.size()).as("VK_WHOLE_SIZE").isEqualTo(-1);
        assertThat(release.srcAccessMask()).isEqualTo(0x40);
        assertThat(release.dstAccessMask()).isZero();
        assertThat(release.srcQueueFamilyIndex()).isEqualTo(FAMILY);
        assertThat(release.dstQueueFamilyIndex()).isEqualTo(EXTERNAL);

        var acquire = QueueFamilyTransfer.withForeign(FAMILY).acquire(buffer, 0x20, stack);
        assertThat(acquire.srcAccessMask()).isZero();
        assertThat(acquire.dstAccessMask()).isEqualTo(0x20);
        assertThat(acquire.srcQueueFamilyIndex()).isEqualTo(FOREIGN);
        assertThat(acquire.dstQueueFamilyIndex()).isEqualTo(FAMILY);
    }

    @Test
    void bothHalvesOfAnImageSayTheSameLayoutsOfAllLevelsAndLayers() {
        var release = QueueFamilyTransfer.withExternal(FAMILY).release(image, LAYOUTS, 0x40, stack);
        var acquire = QueueFamilyTransfer.withExternal(FAMILY).acquire(image, LAYOUTS, 0x20, stack);
        for (var barrier : new VkImageMemoryBarrier[] {release.get(0), acquire.get(0)}) {
            assertThat(barrier.sType()).isEqualTo(45);
            assertThat(barrier.image()).isEqualTo(image.handle());
            assertThat(barrier.oldLayout()).isEqualTo(2);
            assertThat(barrier.newLayout()).isEqualTo(5);
            assertThat(barrier.subresourceRange().aspectMask()).isEqualTo(1);
            assertThat(barrier.subresourceRange().baseMipLevel()).isZero();
            assertThat(barrier.subresourceRange().levelCount()).isEqualTo(3);
            assertThat(barrier.subresourceRange().baseArrayLayer()).isZero();
            assertThat(barrier.subresourceRange().layerCount()).isEqualTo(2);
        }
        assertThat(release.dstQueueFamilyIndex()).isEqualTo(EXTERNAL);
        assertThat(acquire.srcQueueFamilyIndex()).isEqualTo(EXTERNAL);
    }

    @Test
    void theSecondGenerationOfBarriersCarriesItsStages() {
        long stage = 1L << 33;
        long access = 1L << 34;
        var transfer = QueueFamilyTransfer.withExternal(FAMILY);
        var release = transfer.release2(image, LAYOUTS, stage, access, stack);
        assertThat(release.sType()).isEqualTo(1000314002);
        assertThat(release.srcStageMask()).isEqualTo(stage);
        assertThat(release.srcAccessMask()).isEqualTo(access);
        assertThat(release.dstStageMask()).isZero();
        assertThat(release.dstAccessMask()).isZero();
        assertThat(release.dstQueueFamilyIndex()).isEqualTo(EXTERNAL);
        var acquire = transfer.acquire2(buffer, stage, access, stack);
        assertThat(acquire.sType()).isEqualTo(1000314001);
        assertThat(acquire.srcStageMask()).isZero();
        assertThat(acquire.dstStageMask()).isEqualTo(stage);
        assertThat(acquire.dstAccessMask()).isEqualTo(access);
        assertThat(acquire.srcQueueFamilyIndex()).isEqualTo(EXTERNAL);
        assertThat(acquire.size()).isEqualTo(-1);
        assertThat(transfer.release2(buffer, stage, access, stack).srcStageMask())
                .isEqualTo(stage);
        assertThat(transfer.acquire2(image, LAYOUTS, stage, access, stack).dstStageMask())
                .isEqualTo(stage);
    }

    /** VkFormat and VkImageAspectFlags. */
    @ParameterizedTest
    @CsvSource({"37, 1", "124, 2", "125, 2", "126, 2", "127, 4", "128, 6", "129, 6", "130, 6", "1000156003, 1"})
    void anImageHasTheAspectsOfItsFormat(int format, int aspects) {
        try (ExternalImage other =
                external.createImage(ImageParameters.of2D(format, 8, 8, 1), ExportRequest.as(OPAQUE_FD))) {
            var barrier = QueueFamilyTransfer.withExternal(0).release(other, LAYOUTS, 0, stack);
            assertThat(barrier.subresourceRange().aspectMask()).isEqualTo(aspects);
        }
    }

    @Test
    void whatIsClosedIsNotTransferred() {
        ExternalBuffer closed = external.createBuffer(BufferParameters.of(1, 1), ExportRequest.as(OPAQUE_FD));
        closed.close();
        assertThatThrownBy(() -> QueueFamilyTransfer.withExternal(0).release(closed, 0, stack))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("external buffer 0x[0-9a-f]+ is closed");
    }

    @Test
    void onlySidesThatThereAre() {
        assertThatThrownBy(() -> new QueueFamilyTransfer(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VK_QUEUE_FAMILY_EXTERNAL or VK_QUEUE_FAMILY_FOREIGN_EXT");
        assertThatThrownBy(() -> QueueFamilyTransfer.withExternal(EXTERNAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a queue family of this device");
    }

    @Test
    void layoutsThatLoseTheContentsAreRefused() {
        assertThatThrownBy(() -> new LayoutTransition(0, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LayoutTransition(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LayoutTransition(1, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThat(LayoutTransition.none(1)).isEqualTo(new LayoutTransition(1, 1));
        assertThat(new LayoutTransition(8, 1).oldLayout())
                .as("preinitialized contents stay")
                .isEqualTo(8);
    }

    @Test
    void foreignersNeedTheirExtension() {
        try (RecordingDriver without = RecordingDriver.with("VK_KHR_external_memory_fd");
                ExternalBuffer other = ExternalMemory.on(without.device())
                        .createBuffer(BufferParameters.of(1, 1), ExportRequest.as(OPAQUE_FD))) {
            assertThatThrownBy(() -> QueueFamilyTransfer.withForeign(0).acquire(other, 0, stack))
                    .isInstanceOf(MissingExtensionException.class)
                    .hasMessageContaining("VK_EXT_queue_family_foreign");
            assertThat(QueueFamilyTransfer.withExternal(0)
                            .acquire(other, 0, stack)
                            .buffer())
                    .isEqualTo(other.handle());
        }
    }
}
