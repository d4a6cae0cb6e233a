package io.github.vkextmem.demo;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;

import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import java.nio.LongBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkMemoryRequirements;

/**
 * A VkBuffer for external memory, the same on both sides, in plain LWJGL but for the structure behind its create info.
 *
 * @param device its device
 * @param handle the VkBuffer
 * @param size the bytes of memory it needs
 * @param memoryTypeBits the memory types it can be bound to
 */
record PictureBuffer(VkDevice device, long handle, long size, int memoryTypeBits) implements AutoCloseable {

    static final int USAGE = VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT;

    static PictureBuffer create(VkDevice device, long bytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkBufferCreateInfo.calloc(stack)
                    .sType$Default()
                    .size(bytes)
                    .usage(USAGE)
                    .sharingMode(VK10.VK_SHARING_MODE_EXCLUSIVE);
            BUFFER_CREATE_INFO
                    .tail(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD))
                    .linkBehind(info, stack);
            LongBuffer handle = stack.mallocLong(1);
            VulkanInstance.require("vkCreateBuffer", VK10.vkCreateBuffer(device, info, null, handle));
            var requirements = VkMemoryRequirements.calloc(stack);
            VK10.vkGetBufferMemoryRequirements(device, handle.get(0), requirements);
            return new PictureBuffer(device, handle.get(0), requirements.size(), requirements.memoryTypeBits());
        }
    }

    void bind(long memory) {
        VulkanInstance.require("vkBindBufferMemory", VK10.vkBindBufferMemory(device, handle, memory, 0));
    }

    @Override
    public void close() {
        VK10.vkDestroyBuffer(device, handle, null);
    }
}
