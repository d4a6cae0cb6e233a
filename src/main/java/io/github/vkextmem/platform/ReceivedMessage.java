package io.github.vkextmem.platform;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * What a peer sent: its bytes, and the descriptors that this process now has of it, whatever the peer announced. Closing
 * it closes those that nobody took.
 */
public final class ReceivedMessage implements AutoCloseable {

    private final ByteBuffer bytes;
    private final int[] descriptors;
    private final boolean descriptorsLost;
    private final Deadline deadline;
    private boolean taken;

    /** @param deadline how long closing may take; the rest is then closed in the background */
    public ReceivedMessage(ByteBuffer bytes, int[] descriptors, boolean descriptorsLost, Deadline deadline) {
        this.bytes = bytes;
        this.descriptors = descriptors;
        this.descriptorsLost = descriptorsLost;
        this.deadline = deadline;
    }

    /** {@return whether it is what recvmsg answers when the other end is closed} */
    public boolean isEnd() {
        return bytes.capacity() == 0 && descriptors.length == 0 && !descriptorsLost;
    }

    public ByteBuffer bytes() {
        return bytes;
    }

    /**
     * Gives the one descriptor that there may be to an owner.
     *
     * @param owner owns the descriptor from when it returns on
     * @return what it returned
     * @throws PeerException if none came, or more than one
     */
    public <T> T take(IntFunction<T> owner) {
        if (descriptorsLost) {
            throw new PeerException("descriptors of the message were cut off; only " + descriptors.length
                    + " came through: this process has as many open as it may, or too many were sent");
        }
        if (descriptors.length != 1) {
            throw new PeerException("the message carries " + descriptors.length + " descriptors instead of one");
        }
        T owned = owner.apply(descriptors[0]);
        taken = true;
        return owned;
    }

    /** Closing a descriptor may block for a time that the peer chose, with SO_LINGER on a TCP socket for instance. */
    @Override
    public void close() {
        if (!taken && descriptors.length > 0) {
            PlatformThreads.run(deadline, this::closeAll);
        }
        taken = true;
    }

    private void closeAll() {
        OperatingSystemException failure = null;
        for (int descriptor : descriptors) {
            try {
                Posix.close(descriptor);
            } catch (OperatingSystemException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
