package io.github.vkextmem;

/** Reports that a wait reached its time-out. Nothing is lost: the same call may be made again. */
public final class WaitTimeoutException extends VkextmemException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a time-out.
     *
     * @param message what was waited for, and how long
     */
    public WaitTimeoutException(String message) {
        super(message);
    }
}
