package io.github.vkextmem.memory;

import io.github.vkextmem.MissingExtensionException;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTQueueFamilyForeign;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBufferMemoryBarrier;
import org.lwjgl.vulkan.VkBufferMemoryBarrier2;
import org.lwjgl.vulkan.VkImageMemoryBarrier;
import org.lwjgl.vulkan.VkImageMemoryBarrier2;
import org.lwjgl.vulkan.VkImageSubresourceRange;

/**
 * This side's half of a queue family ownership transfer that crosses the border of the device, as barriers that the caller
 * records: one side releases, and when that has finished the other acquires.
 *
 * <p>With vkCmdPipelineBarrier a release goes from the stages of the last use to
 * {@code VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT}, an acquire from {@code VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT} to the stages of
 * the first use. That the acquire is submitted after the release has finished is for the two sides to agree on.
 *
 * @param queueFamilyIndex the family of this device's queue that releases or acquires
 * @param external who is on the other side: {@code VK_QUEUE_FAMILY_EXTERNAL} or {@code VK_QUEUE_FAMILY_FOREIGN_EXT}
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/synchronization.html#synchronization-queue-transfers">Queue
 *     Family Ownership Transfer</a>
 */
public record QueueFamilyTransfer(int queueFamilyIndex, int external) {

    /** @throws IllegalArgumentException if a family of this device is given for the other side, or the other way round */
    public QueueFamilyTransfer {
        if (external != VK11.VK_QUEUE_FAMILY_EXTERNAL
                && external != EXTQueueFamilyForeign.VK_QUEUE_FAMILY_FOREIGN_EXT) {
            throw new IllegalArgumentException(
                    "the other side must be VK_QUEUE_FAMILY_EXTERNAL or VK_QUEUE_FAMILY_FOREIGN_EXT: " + external);
        }
        if (queueFamilyIndex < 0) {
            throw new IllegalArgumentException(
                    "queueFamilyIndex must be a queue family of this device: " + queueFamilyIndex);
        }
    }

    /** {@return a transfer to or from the same driver on the same physical device: another VkDevice or process} */
    public static QueueFamilyTransfer withExternal(int queueFamilyIndex) {
        return new QueueFamilyTransfer(queueFamilyIndex, VK11.VK_QUEUE_FAMILY_EXTERNAL);
    }

    /**
     * {@return a transfer to or from anybody else, another driver or another kind of device; this device needs
     * VK_EXT_queue_family_foreign}
     */
    public static QueueFamilyTransfer withForeign(int queueFamilyIndex) {
        return new QueueFamilyTransfer(queueFamilyIndex, EXTQueueFamilyForeign.VK_QUEUE_FAMILY_FOREIGN_EXT);
    }

    /**
     * Makes the barrier that gives a buffer away.
     *
     * @param buffer the buffer
     * @param accessMask the VkAccessFlags of the last use
     * @param stack where the barrier is taken
     * @return the barrier, for vkCmdPipelineBarrier
     * @throws MissingExtensionException if the other side is foreign and VK_EXT_queue_family_foreign is not on
     * @throws IllegalStateException if the buffer is closed
     */
    public VkBufferMemoryBarrier.Buffer release(ExternalBuffer buffer, int accessMask, MemoryStack stack) {
        return barrier(buffer, stack)
                .srcAccessMask(accessMask)
                .srcQueueFamilyIndex(queueFamilyIndex)
                .dstQueueFamilyIndex(external);
    }

    /**
     * Makes the barrier that takes a buffer.
     *
     * @param buffer the buffer
     * @param accessMask the VkAccessFlags of the first use
     * @param stack where the barrier is taken
     * @return the barrier, for vkCmdPipelineBarrier
     * @throws MissingExtensionException if the other side is foreign and VK_EXT_queue_family_foreign is not on
     * @throws IllegalStateException if the buffer is closed
     */
    public VkBufferMemoryBarrier.Buffer acquire(ExternalBuffer buffer, int accessMask, MemoryStack stack) {
        return barrier(buffer, stack)
                .dstAccessMask(accessMask)
                .srcQueueFamilyIndex(external)
                .dstQueueFamilyIndex(queueFamilyIndex);
    }

    private VkBufferMemoryBarrier.Buffer barrier(ExternalBuffer buffer, MemoryStack stack) {
        buffer.requireTransferTo(external);
        return VkBufferMemoryBarrier.calloc(1, stack)
                .sType$Default()
                .buffer(buffer.handle())
                .size(VK10.VK_WHOLE_SIZE);
    }

    /**
     * Makes the barrier that gives a whole image away.
     *
     * @param image the image
     * @param layouts the layouts; the acquire must say the same
     * @param accessMask the VkAccessFlags of the last use
     * @param stack where the barrier is taken
     * @return the barrier, for vkCmdPipelineBarrier
     * @throws MissingExtensionException if the other side is foreign and VK_EXT_queue_family_foreign is not on
     * @throws IllegalStateException if the image is closed
     */
    public VkImageMemoryBarrier.Buffer release(
            ExternalImage image, LayoutTransition layouts, int accessMask, MemoryStack stack) {
        return barrier(image, layouts, stack)
                .srcAccessMask(accessMask)
                .srcQueueFamilyIndex(queueFamilyIndex)
                .dstQueueFamilyIndex(external);
    }

    /**
     * Makes the barrier that takes a whole image.
     *
     * @param image the image
     * @param layouts the layouts; as the release said
     * @param accessMask the VkAccessFlags of the first use
     * @param stack where the barrier is taken
     * @return the barrier, for vkCmdPipelineBarrier
     * @throws MissingExtensionException if the other side is foreign and VK_EXT_queue_family_foreign is not on
     * @throws IllegalStateException if the image is closed
     */
    public VkImageMemoryBarrier.Buffer acquire(
            ExternalImage image, LayoutTransition layouts, int accessMask, MemoryStack stack) {
        return barrier(image, layouts, stack)
                .dstAccessMask(accessMask)
                .srcQueueFamilyIndex(external)
                .dstQueueFamilyIndex(queueFamilyIndex);
    }

    private VkImageMemoryBarrier.Buffer barrier(ExternalImage image, LayoutTransition layouts, MemoryStack stack) {
        image.requireTransferTo(external);
        return VkImageMemoryBarrier.calloc(1, stack)
                .sType$Default()
                .image(image.handle())
                .oldLayout(layouts.oldLayout())
                .newLayout(layouts.newLayout())
                .subresourceRange(range -> whole(range, image));
    }

    /**
     * Makes the barrier that gives a buffer away, for vkCmdPipelineBarrier2.
     *
     * @param buffer the buffer
     * @param stageMask the VkPipelineStageFlags2 of the last use
     * @param accessMask the VkAccessFlags2 of the last use
     * @param stack where the barrier is taken
     * @return the barrier
     * @throws MissingExtensionException if the other side is foreign and VK_EXT_queue_family_foreign is not on
     * @throws IllegalStateException if the buffer is closed
     */
    public VkBufferMemoryBarrier2.Buffer release2(
            ExternalBuffer buffer, long stageMask, long accessMask, MemoryStack stack) {
        return barrier2(buffer, stack)
                .srcStageMask(stageMask)
                .srcAccessMask(accessMask)
                .srcQueueFamilyIndex(queueFamilyIndex)
                .dstQueueFamilyIndex(external);
    }

    /**
     * Makes the barrier that takes a buffer, for vkCmdPipelineBarrier2.
     *
     * @param buffer the buffer
     * @param stageMask the VkPipelineStageFlags2 of the first use
     * @param accessMask the VkAccessFlags2 of the first use
     * @param stack where the barrier is taken
     * @return the barrier
     * @throws MissingExtensionException if the other side is foreign and VK_EXT_queue_family_foreign is not on
     * @throws IllegalStateException if the buffer is closed
     */
    public VkBufferMemoryBarrier2.Buffer acquire2(
            ExternalBuffer buffer, long stageMask, long accessMask, MemoryStack stack) {
        return barrier2(buffer, stack)
                .dstStageMask(stageMask)
                .dstAccessMask(accessMask)
                .srcQueueFamilyIndex(external)
                .dstQueueFamilyIndex(queueFamilyIndex);
    }

    private VkBufferMemoryBarrier2.Buffer barrier2(ExternalBuffer buffer, MemoryStack stack) {
        buffer.requireTransferTo(external);
        return VkBufferMemoryBarrier2.calloc(1, stack)
                .sType$Default()
                .buffer(buffer.handle())
                .size(VK10.VK_WHOLE_SIZE);
    }

    /**
     * Makes the barrier that gives a whole image away, for vkCmdPipelineBarrier2.
     *
     * @param image the image
     * @param layouts the layouts; the acquire must say the same
     * @param stageMask the VkPipelineStageFlags2 of the last use
     * @param accessMask the VkAccessFlags2 of the last use
     * @param stack where the barrier is taken
     * @return the barrier
     * @throws MissingExtensionException if the other side is foreign and VK_EXT_queue_family_foreign is not on
     * @throws IllegalStateException if the image is closed
     */
    public VkImageMemoryBarrier2.Buffer release2(
            ExternalImage image, LayoutTransition layouts, long stageMask, long accessMask, MemoryStack stack) {
        return barrier2(image, layouts, stack)
                .srcStageMask(stageMask)
                .srcAccessMask(accessMask)
                .srcQueueFamilyIndex(queueFamilyIndex)
                .dstQueueFamilyIndex(external);
    }

    /**
     * Makes the barrier that takes a whole image, for vkCmdPipelineBarrier2.
     *
     * @param image the image
     * @param layouts the layouts; as the release said
     * @param stageMask the VkPipelineStageFlags2 of the first use
     * @param accessMask the VkAccessFlags2 of the first use
     * @param stack where the barrier is taken
     * @return the barrier
     * @throws MissingExtensionException if the other side is foreign and VK_EXT_queue_family_foreign is not on
     * @throws IllegalStateException if the image is closed
     */
    public VkImageMemoryBarrier2.Buffer acquire2(
            ExternalImage image, LayoutTransition layouts, long stageMask, long accessMask, MemoryStack stack) {
        return barrier2(image, layouts, stack)
                .dstStageMask(stageMask)
                .dstAccessMask(accessMask)
                .srcQueueFamilyIndex(external)
                .dstQueueFamilyIndex(queueFamilyIndex);
    }

    private VkImageMemoryBarrier2.Buffer barrier2(ExternalImage image, LayoutTransition layouts, MemoryStack stack) {
        image.requireTransferTo(external);
        return VkImageMemoryBarrier2.calloc(1, stack)
                .sType$Default()
                .image(image.handle())
                .oldLayout(layouts.oldLayout())
                .newLayout(layouts.newLayout())
                .subresourceRange(range -> whole(range, image));
    }

    private static void whole(VkImageSubresourceRange range, ExternalImage image) {
        range.aspectMask(aspects(image.parameters().info().format()))
                .levelCount(image.parameters().mipLevels())
                .layerCount(image.parameters().arrayLayers());
    }

    /** Of a format with several planes the colour aspect is all of them. */
    private static int aspects(int format) {
        return switch (format) {
            case VK10.VK_FORMAT_D16_UNORM, VK10.VK_FORMAT_X8_D24_UNORM_PACK32, VK10.VK_FORMAT_D32_SFLOAT ->
                VK10.VK_IMAGE_ASPECT_DEPTH_BIT;
            case VK10.VK_FORMAT_S8_UINT -> VK10.VK_IMAGE_ASPECT_STENCIL_BIT;
            case VK10.VK_FORMAT_D16_UNORM_S8_UINT,
                    VK10.VK_FORMAT_D24_UNORM_S8_UINT,
                    VK10.VK_FORMAT_D32_SFLOAT_S8_UINT ->
                VK10.VK_IMAGE_ASPECT_DEPTH_BIT | VK10.VK_IMAGE_ASPECT_STENCIL_BIT;
            default -> VK10.VK_IMAGE_ASPECT_COLOR_BIT;
        };
    }
}
