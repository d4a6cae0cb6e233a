package io.github.vkextmem.driver;

import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.nio.ByteBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkBufferMemoryBarrier;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkMemoryRequirements;

/** An ordinary buffer that the program fills and looks at, for copies of a device. */
public final class Staging implements AutoCloseable {

    private final TransferDevice device;
    private final int size;
    private final long buffer;
    private final DeviceMemory memory;

    public Staging(TransferDevice device, long size) {
        this.device = device;
        this.size = Math.toIntExact(size);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkBufferCreateInfo.calloc(stack)
                    .sType$Default()
                    .size(size)
                    .usage(VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT);
            var handle = stack.mallocLong(1);
            TransferDevice.require("vkCreateBuffer", VK10.vkCreateBuffer(device.device(), info, null, handle));
            buffer = handle.get(0);
            var needs = VkMemoryRequirements.calloc(stack);
            VK10.vkGetBufferMemoryRequirements(device.device(), buffer, needs);
            int type = device.external()
                    .memoryTypes(needs.memoryTypeBits(), VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT)
                    .get(0);
            memory = device.external().allocate(MemoryAllocateInfo.of(needs.size(), type));
            TransferDevice.require(
                    "vkBindBufferMemory", VK10.vkBindBufferMemory(device.device(), buffer, memory.handle(), 0));
        }
    }

    public long buffer() {
        return buffer;
    }

    public void fill(byte[] bytes) {
        try (MappedMemory mapped = memory.map()) {
            mapped.bytes(0, size).put(bytes);
        }
    }

    /** {@return a copy of its bytes} */
    public ByteBuffer contents() {
        try (MappedMemory mapped = memory.map()) {
            return ByteBuffer.allocate(size).put(0, mapped.bytes(0, size), 0, size);
        }
    }

    /** A fence alone does not make a device's writes visible to the program. */
    public void makeVisible(VkCommandBuffer commands) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var barrier = VkBufferMemoryBarrier.calloc(1, stack)
                    .sType$Default()
                    .srcAccessMask(VK10.VK_ACCESS_TRANSFER_WRITE_BIT)
                    .dstAccessMask(VK10.VK_ACCESS_HOST_READ_BIT)
                    .srcQueueFamilyIndex(VK10.VK_QUEUE_FAMILY_IGNORED)
                    .dstQueueFamilyIndex(VK10.VK_QUEUE_FAMILY_IGNORED)
                    .buffer(buffer)
                    .size(VK10.VK_WHOLE_SIZE);
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    VK10.VK_PIPELINE_STAGE_HOST_BIT,
                    0,
                    null,
                    barrier,
                    null);
        }
    }

    @Override
    public void close() {
        VK10.vkDestroyBuffer(device.device(), buffer, null);
        memory.close();
    }
}
