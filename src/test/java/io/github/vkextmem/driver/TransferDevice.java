package io.github.vkextmem.driver;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.memory.ExternalMemory;
import java.util.function.Consumer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkCommandBufferAllocateInfo;
import org.lwjgl.vulkan.VkCommandBufferBeginInfo;
import org.lwjgl.vulkan.VkCommandPoolCreateInfo;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkFenceCreateInfo;
import org.lwjgl.vulkan.VkQueue;
import org.lwjgl.vulkan.VkSubmitInfo;

/** A device of the driver under test with the queue that it was created with. One thread at a time. */
public final class TransferDevice implements AutoCloseable {

    /** The family of the only queue of a {@link TestDevice}. */
    public static final int QUEUE_FAMILY = 0;

    private static final long TEN_SECONDS = 10_000_000_000L;

    private final TestDevice device;
    private final VkQueue queue;
    private final long pool;

    public TransferDevice(TestDevice device) {
        this.device = device;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer handle = stack.mallocPointer(1);
            VK10.vkGetDeviceQueue(device.device(), QUEUE_FAMILY, 0, handle);
            queue = new VkQueue(handle.get(0), device.device());
            var info = VkCommandPoolCreateInfo.calloc(stack).sType$Default().queueFamilyIndex(QUEUE_FAMILY);
            var created = stack.mallocLong(1);
            require("vkCreateCommandPool", VK10.vkCreateCommandPool(device.device(), info, null, created));
            pool = created.get(0);
        }
    }

    public static void require(String command, int result) {
        if (result != VK10.VK_SUCCESS) {
            throw new VulkanException(command, result);
        }
    }

    public ExternalMemory external() {
        return device.external();
    }

    public VkDevice device() {
        return device.device();
    }

    /** Has the device do something, and waits until it has. */
    public void run(Consumer<VkCommandBuffer> recording) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkCommandBufferAllocateInfo.calloc(stack)
                    .sType$Default()
                    .commandPool(pool)
                    .level(VK10.VK_COMMAND_BUFFER_LEVEL_PRIMARY)
                    .commandBufferCount(1);
            PointerBuffer handle = stack.mallocPointer(1);
            require("vkAllocateCommandBuffers", VK10.vkAllocateCommandBuffers(device(), info, handle));
            VkCommandBuffer commands = new VkCommandBuffer(handle.get(0), device());
            var begin = VkCommandBufferBeginInfo.calloc(stack)
                    .sType$Default()
                    .flags(VK10.VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT);
            require("vkBeginCommandBuffer", VK10.vkBeginCommandBuffer(commands, begin));
            recording.accept(commands);
            require("vkEndCommandBuffer", VK10.vkEndCommandBuffer(commands));
            submitAndWait(commands, stack);
            VK10.vkFreeCommandBuffers(device(), pool, handle);
        }
    }

    private void submitAndWait(VkCommandBuffer commands, MemoryStack stack) {
        var fence = stack.mallocLong(1);
        var info = VkFenceCreateInfo.calloc(stack).sType$Default();
        require("vkCreateFence", VK10.vkCreateFence(device(), info, null, fence));
        var submit = VkSubmitInfo.calloc(stack).sType$Default().pCommandBuffers(stack.pointers(commands));
        require("vkQueueSubmit", VK10.vkQueueSubmit(queue, submit, fence.get(0)));
        require("vkWaitForFences", VK10.vkWaitForFences(device(), fence, true, TEN_SECONDS));
        VK10.vkDestroyFence(device(), fence.get(0), null);
    }

    @Override
    public void close() {
        VK10.vkDestroyCommandPool(device(), pool, null);
        device.close();
    }
}
