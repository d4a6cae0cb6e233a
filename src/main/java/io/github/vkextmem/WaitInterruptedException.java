package io.github.vkextmem;

/**
 * Reports that the waiting thread was interrupted. The thread's interrupt status stays set. Nothing is lost: the same call may
 * be made again after {@link Thread#interrupted()} has cleared the status.
 */
public final class WaitInterruptedException extends VkextmemException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports an interrupt.
     *
     * @param message what was waited for
     */
    public WaitInterruptedException(String message) {
        super(message);
    }
}
