package io.github.vkextmem.memory;

import static io.github.vkextmem.struct.Parents.MEMORY_REQUIREMENTS_2;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Checks;
import io.github.vkextmem.chain.Outputs;
import io.github.vkextmem.struct.MemoryDedicatedRequirements;
import java.util.function.Consumer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRGetMemoryRequirements2;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VKCapabilitiesDevice;
import org.lwjgl.vulkan.VkBufferMemoryRequirementsInfo2;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkImageMemoryRequirementsInfo2;
import org.lwjgl.vulkan.VkMemoryRequirements2;

/**
 * What memory a buffer or image needs; {@link ExternalMemory#bufferRequirements} and {@link ExternalMemory#imageRequirements}
 * ask.
 *
 * @param size in bytes
 * @param alignment in bytes, of the offset within the memory
 * @param memoryTypeBits a mask of the memory types that it can live in
 * @param dedicated whether it wants memory for it alone; on a device of Vulkan 1.0 without
 *     VK_KHR_get_memory_requirements2, which does not say, it does not
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryRequirements.html">VkMemoryRequirements</a>
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryDedicatedRequirements.html">
 *     VkMemoryDedicatedRequirements</a>
 */
public record MemoryRequirements(long size, long alignment, int memoryTypeBits, MemoryDedicatedRequirements dedicated) {

    private static final Outputs<VkMemoryRequirements2> DEDICATED =
            MEMORY_REQUIREMENTS_2.outputs(MemoryDedicatedRequirements.TYPE);

    static MemoryRequirements ofBuffer(VkDevice device, long buffer) {
        requireHandle("VUID-VkBufferMemoryRequirementsInfo2-buffer-parameter", "buffer", buffer);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VKCapabilitiesDevice commands = device.getCapabilities();
            var info = VkBufferMemoryRequirementsInfo2.calloc(stack)
                    .sType$Default()
                    .buffer(buffer);
            return ask(stack, needs -> {
                if (commands.vkGetBufferMemoryRequirements2 != 0) {
                    VK11.vkGetBufferMemoryRequirements2(device, info, needs);
                } else if (commands.vkGetBufferMemoryRequirements2KHR != 0) {
                    KHRGetMemoryRequirements2.vkGetBufferMemoryRequirements2KHR(device, info, needs);
                } else {
                    VK10.vkGetBufferMemoryRequirements(device, buffer, needs.memoryRequirements());
                }
            });
        }
    }

    static MemoryRequirements ofImage(VkDevice device, long image) {
        requireHandle("VUID-VkImageMemoryRequirementsInfo2-image-parameter", "image", image);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            VKCapabilitiesDevice commands = device.getCapabilities();
            var info =
                    VkImageMemoryRequirementsInfo2.calloc(stack).sType$Default().image(image);
            return ask(stack, needs -> {
                if (commands.vkGetImageMemoryRequirements2 != 0) {
                    VK11.vkGetImageMemoryRequirements2(device, info, needs);
                } else if (commands.vkGetImageMemoryRequirements2KHR != 0) {
                    KHRGetMemoryRequirements2.vkGetImageMemoryRequirements2KHR(device, info, needs);
                } else {
                    VK10.vkGetImageMemoryRequirements(device, image, needs.memoryRequirements());
                }
            });
        }
    }

    private static void requireHandle(String vuid, String what, long handle) {
        if (Checks.ENABLED && handle == VK10.VK_NULL_HANDLE) {
            throw new ValidUsageException(vuid, what + " is VK_NULL_HANDLE", "give the " + what + " that needs memory");
        }
    }

    private static MemoryRequirements ask(MemoryStack stack, Consumer<VkMemoryRequirements2> question) {
        var needs = DEDICATED.linkBehind(VkMemoryRequirements2.calloc(stack).sType$Default(), stack);
        question.accept(needs);
        var core = needs.memoryRequirements();
        return new MemoryRequirements(
                core.size(),
                core.alignment(),
                core.memoryTypeBits(),
                MEMORY_REQUIREMENTS_2
                        .get(needs, MemoryDedicatedRequirements.TYPE)
                        .orElseThrow());
    }

    /** {@return whether the driver demands memory for it alone, or would rather have it so} */
    public boolean wantsDedicated() {
        return dedicated.requiresDedicatedAllocation() || dedicated.prefersDedicatedAllocation();
    }
}
