package io.github.vkextmem;

/**
 * A Vulkan command did not succeed.
 *
 * <p>After it nothing is leaked: what the command would have created does not exist, and what it would have taken
 * over stays with its owner.
 */
public final class VulkanException extends VkextmemException {

    private static final long serialVersionUID = 1L;

    private final String command;
    private final int result;

    /**
     * Reports what a command returned.
     *
     * @param command the command, as {@code vkAllocateMemory}
     * @param result its {@code VkResult}
     */
    public VulkanException(String command, int result) {
        this(command, result, "");
    }

    /**
     * Reports what a command returned, and what that was for.
     *
     * @param command the command, as {@code vkAllocateMemory}
     * @param result its {@code VkResult}
     * @param detail what the command was called with or what is odd about its answer; may be empty
     */
    public VulkanException(String command, int result, String detail) {
        super(command + " returned " + VkResults.nameOf(result) + (detail.isEmpty() ? "" : ": " + detail));
        this.command = command;
        this.result = result;
    }

    /** {@return the command, as {@code vkAllocateMemory}} */
    public String command() {
        return command;
    }

    /** {@return the command's {@code VkResult}} */
    public int result() {
        return result;
    }

    /** {@return the result's name in the specification, or its number where this library does not know it} */
    public String resultName() {
        return VkResults.nameOf(result);
    }
}
