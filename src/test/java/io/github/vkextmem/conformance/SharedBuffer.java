package io.github.vkextmem.conformance;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TransferDevice;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.Parents;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBufferCopy;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkBufferMemoryBarrier;
import org.lwjgl.vulkan.VkBufferMemoryRequirementsInfo2;
import org.lwjgl.vulkan.VkCommandBuffer;

/** A buffer in external memory. */
final class SharedBuffer extends SharedResource {

    private final long size;

    SharedBuffer(TransferDevice device, long size, ExternalMemoryHandleTypes handleTypes) {
        this(device, size, TestDevice.BUFFER_USAGE, 0, handleTypes);
    }

    SharedBuffer(TransferDevice device, long size, int usage, int flags, ExternalMemoryHandleTypes handleTypes) {
        super(device, create(device, size, usage, flags, handleTypes), size);
        this.size = size;
    }

    private static long create(
            TransferDevice device, long size, int usage, int flags, ExternalMemoryHandleTypes handleTypes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkBufferCreateInfo.calloc(stack)
                    .sType$Default()
                    .flags(flags)
                    .size(size)
                    .usage(usage);
            Parents.BUFFER_CREATE_INFO
                    .tail(new ExternalMemoryBufferCreateInfo(handleTypes))
                    .linkBehind(info, stack);
            var handle = stack.mallocLong(1);
            TransferDevice.require("vkCreateBuffer", VK10.vkCreateBuffer(device.device(), info, null, handle));
            return handle.get(0);
        }
    }

    @Override
    Needs needs() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkBufferMemoryRequirementsInfo2.calloc(stack)
                    .sType$Default()
                    .buffer(handle);
            return Needs.ask(answer -> VK11.vkGetBufferMemoryRequirements2(device.device(), info, answer));
        }
    }

    @Override
    MemoryDedicatedAllocateInfo dedication() {
        return MemoryDedicatedAllocateInfo.ofBuffer(handle);
    }

    @Override
    void bind(DeviceMemory memory) {
        TransferDevice.require(
                "vkBindBufferMemory", VK10.vkBindBufferMemory(device.device(), handle, memory.handle(), 0));
    }

    @Override
    void copyIn(VkCommandBuffer commands, long buffer) {
        copy(commands, buffer, handle);
        release(commands, VK10.VK_ACCESS_TRANSFER_WRITE_BIT);
    }

    @Override
    void copyOut(VkCommandBuffer commands, long buffer) {
        acquire(commands);
        copy(commands, handle, buffer);
        release(commands, VK10.VK_ACCESS_TRANSFER_READ_BIT);
    }

    private void copy(VkCommandBuffer commands, long from, long to) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VK10.vkCmdCopyBuffer(
                    commands, from, to, VkBufferCopy.calloc(1, stack).size(size));
        }
    }

    private void acquire(VkCommandBuffer commands) {
        barrier(
                commands,
                VK11.VK_QUEUE_FAMILY_EXTERNAL,
                TransferDevice.QUEUE_FAMILY,
                0,
                VK10.VK_ACCESS_TRANSFER_READ_BIT);
    }

    private void release(VkCommandBuffer commands, int access) {
        barrier(commands, TransferDevice.QUEUE_FAMILY, VK11.VK_QUEUE_FAMILY_EXTERNAL, access, 0);
    }

    private void barrier(VkCommandBuffer commands, int fromFamily, int toFamily, int fromAccess, int toAccess) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var barrier = VkBufferMemoryBarrier.calloc(1, stack)
                    .sType$Default()
                    .srcAccessMask(fromAccess)
                    .dstAccessMask(toAccess)
                    .srcQueueFamilyIndex(fromFamily)
                    .dstQueueFamilyIndex(toFamily)
                    .buffer(handle)
                    .size(VK10.VK_WHOLE_SIZE);
            VK10.vkCmdPipelineBarrier(
                    commands,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    VK10.VK_PIPELINE_STAGE_TRANSFER_BIT,
                    0,
                    null,
                    barrier,
                    null);
        }
    }

    @Override
    public void close() {
        VK10.vkDestroyBuffer(device.device(), handle, null);
    }
}
