package io.github.vkextmem.memory;

import io.github.vkextmem.VulkanException;
import org.lwjgl.vulkan.VK10;

/** What commands return. */
final class Results {

    private Results() {}

    /** @throws VulkanException if the command did not succeed */
    static void require(String command, int result) {
        if (result != VK10.VK_SUCCESS) {
            throw new VulkanException(command, result);
        }
    }
}
