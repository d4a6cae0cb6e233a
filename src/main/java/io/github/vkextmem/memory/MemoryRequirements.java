package io.github.vkextmem.memory;

import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRGetMemoryRequirements2;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VKCapabilitiesDevice;
import org.lwjgl.vulkan.VkBufferMemoryRequirementsInfo2;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkImageMemoryRequirementsInfo2;
import org.lwjgl.vulkan.VkMemoryDedicatedRequirements;
import org.lwjgl.vulkan.VkMemoryRequirements;
import org.lwjgl.vulkan.VkMemoryRequirements2;

/**
 * What memory a buffer or image needs.
 *
 * @param size in bytes
 * @param memoryTypeBits a mask of the memory types that it can live in
 * @param requiresDedicated whether the driver demands memory for it alone
 * @param prefersDedicated whether the driver would rather have memory for it alone
 */
record MemoryRequirements(long size, int memoryTypeBits, boolean requiresDedicated, boolean prefersDedicated) {

    static MemoryRequirements ofBuffer(VkDevice device, long buffer) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VKCapabilitiesDevice commands = device.getCapabilities();
            var dedicated = VkMemoryDedicatedRequirements.calloc(stack).sType$Default();
            var needs = VkMemoryRequirements2.calloc(stack).sType$Default().pNext(dedicated);
            var info = VkBufferMemoryRequirementsInfo2.calloc(stack)
                    .sType$Default()
                    .buffer(buffer);
            if (commands.vkGetBufferMemoryRequirements2 != 0) {
                VK11.vkGetBufferMemoryRequirements2(device, info, needs);
            } else if (commands.vkGetBufferMemoryRequirements2KHR != 0) {
                KHRGetMemoryRequirements2.vkGetBufferMemoryRequirements2KHR(device, info, needs);
            } else {
                VK10.vkGetBufferMemoryRequirements(device, buffer, needs.memoryRequirements());
            }
            return of(needs.memoryRequirements(), dedicated);
        }
    }

    static MemoryRequirements ofImage(VkDevice device, long image) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VKCapabilitiesDevice commands = device.getCapabilities();
            var dedicated = VkMemoryDedicatedRequirements.calloc(stack).sType$Default();
            var needs = VkMemoryRequirements2.calloc(stack).sType$Default().pNext(dedicated);
            var info =
                    VkImageMemoryRequirementsInfo2.calloc(stack).sType$Default().image(image);
            if (commands.vkGetImageMemoryRequirements2 != 0) {
                VK11.vkGetImageMemoryRequirements2(device, info, needs);
            } else if (commands.vkGetImageMemoryRequirements2KHR != 0) {
                KHRGetMemoryRequirements2.vkGetImageMemoryRequirements2KHR(device, info, needs);
            } else {
                VK10.vkGetImageMemoryRequirements(device, image, needs.memoryRequirements());
            }
            return of(needs.memoryRequirements(), dedicated);
        }
    }

    private static MemoryRequirements of(VkMemoryRequirements needs, VkMemoryDedicatedRequirements dedicated) {
        return new MemoryRequirements(
                needs.size(),
                needs.memoryTypeBits(),
                dedicated.requiresDedicatedAllocation(),
                dedicated.prefersDedicatedAllocation());
    }
}
