package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lwjgl.vulkan.VK10.*;

import io.github.vkextmem.driver.Staging;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.Parents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkBufferImageCopy;
import org.lwjgl.vulkan.VkClearColorValue;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImageMemoryBarrier;
import org.lwjgl.vulkan.VkImageSubresourceRange;

/** The guide's code is the code of a class that compiles, and its recipe works on the driver under test. */
@EnabledOnOs(OS.LINUX)
class GuideTest extends TwoDevices {

    private static final int USAGE = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;

    @TempDir
    Path folder;

    @Test
    void everyBlockOfJavaInTheGuideStandsInTheExamples() throws IOException {
        Documentation.assertBlocksCompile("docs/guide.md", "GuideExamples");
    }

    @Test
    void anImageOfTheApplicationsOwnGetsItsMemory() {
        assumeTrue(
                exporter.external().hasExtension("VK_KHR_external_memory_fd"),
                "the driver under test lacks VK_KHR_external_memory_fd");
        VkDevice device = exporter.device();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .imageType(VK_IMAGE_TYPE_2D)
                    .format(VK_FORMAT_R8G8B8A8_UNORM)
                    .extent(extent -> extent.set(64, 64, 1))
                    .mipLevels(1)
                    .arrayLayers(1)
                    .samples(VK_SAMPLE_COUNT_1_BIT)
                    .usage(USAGE);
            Parents.IMAGE_CREATE_INFO
                    .tail(ExternalMemoryImageCreateInfo.of(ExternalMemoryHandleType.OPAQUE_FD))
                    .linkBehind(info, stack);
            var image = stack.mallocLong(1);
            assertThat(vkCreateImage(device, info, null, image)).isEqualTo(VK_SUCCESS);
            try (DeviceMemory memory = GuideExamples.allocate(exporter.external(), image.get(0), info)) {
                assertThat(memory.isDedicated()).isTrue();
            } finally {
                vkDestroyImage(device, image.get(0), null);
            }
        }
    }

    @Test
    void theRecipeHandsAPictureOver() throws Exception {
        assumeTrue(
                exporter.external().hasExtension("VK_KHR_external_memory_fd"),
                "the driver under test lacks VK_KHR_external_memory_fd");
        Path socket = folder.resolve("guide");
        try (HandleListener listener = HandleChannel.listen(socket, SecondProcessTest.TIMEOUT)) {
            CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> firstTexelSeenThrough(socket));
            try (HandleChannel channel = listener.accept();
                    ExternalImage image = GuideExamples.create(exporter.external(), USAGE)) {
                exporter.run(commands -> paint(commands, image));
                GuideExamples.send(channel, image);
                assertThat(other.get()).as("red, green, blue, alpha").isEqualTo(0xFFFF00FF);
            }
        }
    }

    private int firstTexelSeenThrough(Path socket) {
        try (HandleChannel channel = HandleChannel.connect(socket, SecondProcessTest.TIMEOUT);
                ReceivedHandle received = channel.receive()) {
            var instance = importer.device().getPhysicalDevice().getInstance();
            assertThat(GuideExamples.choose(instance, received).address())
                    .isEqualTo(importer.device().getPhysicalDevice().address());
            try (ExternalImage image = GuideExamples.receive(importer.external(), received);
                    Staging to = new Staging(importer, 4)) {
                importer.run(commands -> {
                    copyFirstTexel(commands, image, to.buffer());
                    to.makeVisible(commands);
                });
                return to.contents().getInt(0);
            }
        }
    }

    /** Yellow. */
    private static void paint(VkCommandBuffer commands, ExternalImage image) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var whole = VkImageSubresourceRange.calloc(stack)
                    .aspectMask(VK_IMAGE_ASPECT_COLOR_BIT)
                    .levelCount(1)
                    .layerCount(1);
            var first = VkImageMemoryBarrier.calloc(1, stack)
                    .sType$Default()
                    .dstAccessMask(VK_ACCESS_TRANSFER_WRITE_BIT)
                    .oldLayout(VK_IMAGE_LAYOUT_UNDEFINED)
                    .newLayout(VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL)
                    .srcQueueFamilyIndex(VK_QUEUE_FAMILY_IGNORED)
                    .dstQueueFamilyIndex(VK_QUEUE_FAMILY_IGNORED)
                    .image(image.handle())
                    .subresourceRange(whole);
            vkCmdPipelineBarrier(
                    commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT, 0, null, null, first);
            var yellow = VkClearColorValue.calloc(stack).float32(stack.floats(1, 1, 0, 1));
            vkCmdClearColorImage(commands, image.handle(), VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, yellow, whole);
            GuideExamples.release(commands, image, TransferDevice.QUEUE_FAMILY, stack);
        }
    }

    private static void copyFirstTexel(VkCommandBuffer commands, ExternalImage image, long buffer) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            GuideExamples.acquire(commands, image, TransferDevice.QUEUE_FAMILY, stack);
            var texel = VkBufferImageCopy.calloc(1, stack)
                    .imageSubresource(layers ->
                            layers.aspectMask(VK_IMAGE_ASPECT_COLOR_BIT).layerCount(1))
                    .imageExtent(extent -> extent.set(1, 1, 1));
            vkCmdCopyImageToBuffer(commands, image.handle(), VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, buffer, texel);
        }
    }
}
