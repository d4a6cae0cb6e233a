package io.github.vkextmem;

/**
 * Reports that the process at the other end of a channel is gone, belongs to another user, uses another version of the wire
 * format, or sent a malformed message.
 */
public final class PeerException extends VkextmemException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a fault of the peer.
     *
     * @param message what the peer did, and what was expected
     */
    public PeerException(String message) {
        super(message);
    }

    /**
     * Reports a fault of the peer.
     *
     * @param message what the peer did, and what was expected
     * @param cause how it was noticed
     */
    public PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
