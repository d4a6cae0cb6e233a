package io.github.vkextmem.layer;

import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;

import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.Resource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkImageCreateInfo;

/** A buffer or image of the application's, not bound to memory yet. */
record UnboundResource(VkDevice device, Resource resource) implements AutoCloseable {

    static final int BUFFER_USAGE = VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT | VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT;
    static final int IMAGE_USAGE = VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK10.VK_IMAGE_USAGE_SAMPLED_BIT;
    static final int SIZE = 64 << 10;
    static final int WIDTH = 64;

    /** {@return a buffer of 64 KiB, created for some handle types or for none} */
    static UnboundResource buffer(VkDevice device, ExternalMemoryHandleType... handleTypes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkBufferCreateInfo info = bufferInfo(stack);
            BUFFER_CREATE_INFO
                    .tail(new ExternalMemoryBufferCreateInfo(ExternalMemoryHandleTypes.of(handleTypes)))
                    .linkBehind(info, stack);
            var handle = stack.mallocLong(1);
            LayeredDevice.require("vkCreateBuffer", VK10.vkCreateBuffer(device, info, null, handle));
            return new UnboundResource(device, BufferResource.read(handle.get(0), info));
        }
    }

    /** {@return an image of 64 by 64 texels, created for some handle types or for none} */
    static UnboundResource image(VkDevice device, ExternalMemoryHandleType... handleTypes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VkImageCreateInfo info = imageInfo(stack);
            IMAGE_CREATE_INFO
                    .tail(new ExternalMemoryImageCreateInfo(ExternalMemoryHandleTypes.of(handleTypes)))
                    .linkBehind(info, stack);
            var handle = stack.mallocLong(1);
            LayeredDevice.require("vkCreateImage", VK10.vkCreateImage(device, info, null, handle));
            return new UnboundResource(device, ImageResource.read(handle.get(0), info));
        }
    }

    /** {@return what such a buffer is created with} */
    static VkBufferCreateInfo bufferInfo(MemoryStack stack) {
        return VkBufferCreateInfo.calloc(stack).sType$Default().size(SIZE).usage(BUFFER_USAGE);
    }

    /** {@return what such an image is created with} */
    static VkImageCreateInfo imageInfo(MemoryStack stack) {
        return VkImageCreateInfo.calloc(stack)
                .sType$Default()
                .imageType(VK10.VK_IMAGE_TYPE_2D)
                .format(VK10.VK_FORMAT_R8G8B8A8_UNORM)
                .extent(extent -> extent.set(WIDTH, WIDTH, 1))
                .mipLevels(1)
                .arrayLayers(1)
                .samples(VK10.VK_SAMPLE_COUNT_1_BIT)
                .usage(IMAGE_USAGE);
    }

    long handle() {
        return resource.handle();
    }

    @Override
    public void close() {
        if (resource instanceof BufferResource) {
            VK10.vkDestroyBuffer(device, resource.handle(), null);
        } else {
            VK10.vkDestroyImage(device, resource.handle(), null);
        }
    }
}
