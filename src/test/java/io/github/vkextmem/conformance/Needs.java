package io.github.vkextmem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkMemoryDedicatedRequirements;
import org.lwjgl.vulkan.VkMemoryRequirements2;

/**
 * What memory a buffer or image needs.
 *
 * @param size in bytes
 * @param memoryTypeBits a mask of types
 * @param requiresDedicated whether it has to be the only one in its memory
 */
record Needs(long size, int memoryTypeBits, boolean requiresDedicated) {

    /** Asks with both structures in a chain, and sees that the driver leaves sType and pNext as they were. */
    static Needs ask(Consumer<VkMemoryRequirements2> question) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var dedicated = VkMemoryDedicatedRequirements.calloc(stack).sType$Default();
            var answer = VkMemoryRequirements2.calloc(stack).sType$Default().pNext(dedicated);
            question.accept(answer);
            assertThat(answer.sType()).isEqualTo(VK11.VK_STRUCTURE_TYPE_MEMORY_REQUIREMENTS_2);
            assertThat(answer.pNext()).isEqualTo(dedicated.address());
            assertThat(dedicated.sType()).isEqualTo(VK11.VK_STRUCTURE_TYPE_MEMORY_DEDICATED_REQUIREMENTS);
            assertThat(dedicated.pNext()).isZero();
            var needs = answer.memoryRequirements();
            return new Needs(needs.size(), needs.memoryTypeBits(), dedicated.requiresDedicatedAllocation());
        }
    }
}
