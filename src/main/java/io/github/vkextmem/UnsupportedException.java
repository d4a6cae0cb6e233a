package io.github.vkextmem;

/** Reports that this machine cannot do what was requested: its operating system, driver, device or LWJGL version lacks it. */
public sealed class UnsupportedException extends VkextmemException permits MissingExtensionException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports what is not supported.
     *
     * @param message what is not supported, where, and what is
     */
    public UnsupportedException(String message) {
        super(message);
    }
}
