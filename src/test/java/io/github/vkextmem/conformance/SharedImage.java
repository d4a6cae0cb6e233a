package io.github.vkextmem.conformance;

import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.Parents;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBufferImageCopy;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImageMemoryBarrier;
import org.lwjgl.vulkan.VkImageMemoryRequirementsInfo2;

/** A square image of one level in external memory. Everybody agrees on the layout GENERAL. */
final class SharedImage extends SharedResource {

    static final int WIDTH = 64;

    private static final int BYTES_PER_PIXEL = 4;
    private static final int CUBE_FACES = 6;

    SharedImage(TransferDevice device, ImageFormatInfo kind, ExternalMemoryHandleTypes handleTypes) {
        super(device, create(device, kind, handleTypes), (long) WIDTH * WIDTH * BYTES_PER_PIXEL);
    }

    /** {@return a kind of image that can be copied from and to} */
    static ImageFormatInfo kind(int tiling) {
        return kind(tiling, VK10.VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT, 0);
    }

    /** {@return a kind of image with four bytes a pixel} */
    static ImageFormatInfo kind(int tiling, int usage, int flags) {
        return new ImageFormatInfo(VK10.VK_FORMAT_R8G8B8A8_UNORM, VK10.VK_IMAGE_TYPE_2D, tiling, usage, flags);
    }

    private static long create(TransferDevice device, ImageFormatInfo kind, ExternalMemoryHandleTypes handleTypes) {
        boolean cube = (kind.flags() & VK10.VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT) != 0;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .flags(kind.flags())
                    .imageType(kind.type())
                    .format(kind.format())
                    .extent(extent -> extent.set(WIDTH, WIDTH, 1))
                    .mipLevels(1)
                    .arrayLayers(cube ? CUBE_FACES : 1)
                    .samples(VK10.VK_SAMPLE_COUNT_1_BIT)
                    .tiling(kind.tiling())
                    .usage(kind.usage());
            Parents.IMAGE_CREATE_INFO
                    .tail(new ExternalMemoryImageCreateInfo(handleTypes))
                    .linkBehind(info, stack);
            var handle = stack.mallocLong(1);
            TransferDevice.require("vkCreateImage", VK10.vkCreateImage(device.device(), info, null, handle));
            return handle.get(0);
        }
    }

    @Override
    Needs needs() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info =
                    VkImageMemoryRequirementsInfo2.calloc(stack).sType$Default().image(handle);
            return Needs.ask(answer -> VK11.vkGetImageMemoryRequirements2(device.device(), info, answer));
        }
    }

    @Override
    MemoryDedicatedAllocateInfo dedication() {
        return MemoryDedicatedAllocateInfo.ofImage(handle);
    }

    @Override
    void bind(DeviceMemory memory) {
        TransferDevice.require(
                "vkBindImageMemory", VK10.vkBindImageMemory(device.device(), handle, memory.handle(), 0));
    }

    @Override
    void copyIn(VkCommandBuffer commands, long buffer) {
        barrier(commands, VK10.VK_IMAGE_LAYOUT_UNDEFINED, TransferDevice.QUEUE_FAMILY, TransferDevice.QUEUE_FAMILY);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdCopyBufferToImage(commands, buffer, handle, VK10.VK_IMAGE_LAYOUT_GENERAL, whole(stack));
        }
        release(commands);
    }

    @Override
    void copyOut(VkCommandBuffer commands, long buffer) {
        barrier(commands, VK10.VK_IMAGE_LAYOUT_GENERAL, VK11.VK_QUEUE_FAMILY_EXTERNAL, TransferDevice.QUEUE_FAMILY);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdCopyImageToBuffer(commands, handle, VK10.VK_IMAGE_LAYOUT_GENERAL, buffer, whole(stack));
        }
        release(commands);
    }

    private static VkBufferImageCopy.Buffer whole(MemoryStack stack) {
        return VkBufferImageCopy.calloc(1, stack)
                .imageSubresource(layers ->
                        layers.aspectMask(VK10.VK_IMAGE_ASPECT_COLOR_BIT).layerCount(1))
                .imageExtent(extent -> extent.set(WIDTH, WIDTH, 1));
    }

    private void release(VkCommandBuffer commands) {
        barrier(commands, VK10.VK_IMAGE_LAYOUT_GENERAL, TransferDevice.QUEUE_FAMILY, VK11.VK_QUEUE_FAMILY_EXTERNAL);
    }

    private void barrier(VkCommandBuffer commands, int oldLayout, int fromFamily, int toFamily) {
        int transfer = VK10.VK_ACCESS_TRANSFER_READ_BIT | VK10.VK_ACCESS_TRANSFER_WRITE_BIT;
        boolean comes = fromFamily == VK11.VK_QUEUE_FAMILY_EXTERNAL || oldLayout == VK10.VK_IMAGE_LAYOUT_UNDEFINED;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var barrier = VkImageMemoryBarrier.calloc(1, stack)
                    .sType$Default()
                    .srcAccessMask(comes ? 0 : transfer)
                    .dstAccessMask(comes ? transfer : 0)
                    .oldLayout(oldLayout)
                    .newLayout(VK10.VK_IMAGE_LAYOUT_GENERAL)
                    .srcQueueFamilyIndex(fromFamily)
                    .dstQueueFamilyIndex(toFamily)
                    .image(handle)
                    .subresourceRange(range -> range.aspectMask(VK10.VK_IMAGE_ASPECT_COLOR_BIT)
                            .levelCount(1)
                            .layerCount(1));
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    0,
                    null,
                    null,
                    barrier);
        }
    }

    @Override
    public void close() {
        VK10.vkDestroyImage(device.device(), handle, null);
    }
}
