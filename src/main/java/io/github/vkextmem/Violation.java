package io.github.vkextmem;

import java.io.Serializable;

/**
 * One statement of valid usage that was broken.
 *
 * @param vuid the statement's identifier in the Vulkan specification, as {@code VUID-VkMemoryAllocateInfo-pNext-00640}
 * @param problem what is wrong, with the value seen
 * @param remedy what would be right
 */
public record Violation(String vuid, String problem, String remedy) implements Serializable {

    /** {@return one line: identifier, problem, remedy} */
    @Override
    public String toString() {
        return vuid + ": " + problem + "; " + remedy;
    }
}
