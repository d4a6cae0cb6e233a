package io.github.vkextmem.layer;

import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.LayoutTransition;
import io.github.vkextmem.memory.QueueFamilyTransfer;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkBufferMemoryBarrier;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkCommandBufferAllocateInfo;
import org.lwjgl.vulkan.VkCommandBufferBeginInfo;
import org.lwjgl.vulkan.VkCommandPoolCreateInfo;
import org.lwjgl.vulkan.VkImageMemoryBarrier;

/** Queue family transfers of the external buffers and images that there are, recorded and not submitted. */
final class RandomBarriers implements AutoCloseable {

    private static final int QUEUE_FAMILY = 0;

    private static final int ACCESSES = VK10.VK_ACCESS_TRANSFER_READ_BIT
            | VK10.VK_ACCESS_TRANSFER_WRITE_BIT
            | VK10.VK_ACCESS_MEMORY_READ_BIT
            | VK10.VK_ACCESS_MEMORY_WRITE_BIT;

    private static final List<Integer> LAYOUTS =
            List.of(VK10.VK_IMAGE_LAYOUT_UNDEFINED, VK10.VK_IMAGE_LAYOUT_GENERAL, VK10.VK_IMAGE_LAYOUT_PREINITIALIZED);

    private final Dice dice;
    private final Live live;
    private final long pool;
    private final VkCommandBuffer commands;

    RandomBarriers(Dice dice, Live live) {
        this.dice = dice;
        this.live = live;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var device = live.device().device();
            var info = VkCommandPoolCreateInfo.calloc(stack)
                    .sType$Default()
                    .flags(VK10.VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT)
                    .queueFamilyIndex(QUEUE_FAMILY);
            var created = stack.mallocLong(1);
            LayeredDevice.require("vkCreateCommandPool", VK10.vkCreateCommandPool(device, info, null, created));
            pool = created.get(0);
            PointerBuffer handle = stack.mallocPointer(1);
            var allocation = VkCommandBufferAllocateInfo.calloc(stack)
                    .sType$Default()
                    .commandPool(pool)
                    .level(VK10.VK_COMMAND_BUFFER_LEVEL_PRIMARY)
                    .commandBufferCount(1);
            LayeredDevice.require(
                    "vkAllocateCommandBuffers", VK10.vkAllocateCommandBuffers(device, allocation, handle));
            commands = new VkCommandBuffer(handle.get(0), device);
        }
    }

    /** Records one, if there is something to transfer. */
    void next() {
        QueueFamilyTransfer transfer = transfer();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            if (dice.oneIn(2) && !live.buffers().isEmpty()) {
                ExternalBuffer buffer = dice.oneOf(live.buffers());
                int access = dice.someOf(ACCESSES);
                record(
                        dice.oneIn(2)
                                ? transfer.release(buffer, access, stack)
                                : transfer.acquire(buffer, access, stack),
                        null,
                        stack);
            } else if (!live.images().isEmpty()) {
                ExternalImage image = dice.oneOf(live.images());
                LayoutTransition layouts = new LayoutTransition(dice.oneOf(LAYOUTS), dice.oneOf(LAYOUTS));
                int access = dice.someOf(ACCESSES);
                record(
                        null,
                        dice.oneIn(2)
                                ? transfer.release(image, layouts, access, stack)
                                : transfer.acquire(image, layouts, access, stack),
                        stack);
            }
        }
    }

    private QueueFamilyTransfer transfer() {
        if (dice.oneIn(20)) {
            return new QueueFamilyTransfer(dice.anyInt(), QUEUE_FAMILY);
        }
        return dice.oneIn(2) && live.device().external().hasExtension("VK_EXT_queue_family_foreign")
                ? QueueFamilyTransfer.withForeign(QUEUE_FAMILY)
                : QueueFamilyTransfer.withExternal(QUEUE_FAMILY);
    }

    private void record(VkBufferMemoryBarrier.Buffer buffers, VkImageMemoryBarrier.Buffer images, MemoryStack stack) {
        var begin = VkCommandBufferBeginInfo.calloc(stack).sType$Default();
        LayeredDevice.require("vkBeginCommandBuffer", VK10.vkBeginCommandBuffer(commands, begin));
        VK10.vkCmdPipelineBarrier(
                commands,
                VK10.VK_PIPELINE_STAGE_ALL_COMMANDS_BIT,
                VK10.VK_PIPELINE_STAGE_ALL_COMMANDS_BIT,
                0,
                null,
                buffers,
                images);
        LayeredDevice.require("vkEndCommandBuffer", VK10.vkEndCommandBuffer(commands));
    }

    @Override
    public void close() {
        VK10.vkDestroyCommandPool(live.device().device(), pool, null);
    }
}
