package io.github.vkextmem;

/**
 * What was asked for needs a Vulkan extension that is not enabled, and the driver was not called.
 *
 * <p>LWJGL alone answers such a call with a {@code NullPointerException} without a message.
 */
public final class MissingExtensionException extends UnsupportedException {

    private static final long serialVersionUID = 1L;

    private final String extension;

    /**
     * Reports a missing extension.
     *
     * @param extension the extension, as {@code VK_KHR_external_memory_fd}
     * @param neededFor the structure or command that needs it
     * @param owner the device or instance that lacks it, by name
     * @param remedy how to enable it there
     */
    public MissingExtensionException(String extension, String neededFor, String owner, String remedy) {
        super(neededFor + " needs " + extension + ", which is not enabled on " + owner + "; " + remedy);
        this.extension = extension;
    }

    /** {@return the missing extension, as {@code VK_KHR_external_memory_fd}} */
    public String extension() {
        return extension;
    }
}
