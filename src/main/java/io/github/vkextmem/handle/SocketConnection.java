package io.github.vkextmem.handle;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.platform.ReceivedMessage;
import io.github.vkextmem.platform.UnixSocket;
import io.github.vkextmem.platform.UserNamespace;
import io.github.vkextmem.struct.MemoryDescription;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;

/** A connection through a Unix domain socket. */
final class SocketConnection implements Connection {

    private final UnixSocket socket;

    private SocketConnection(UnixSocket socket) {
        this.socket = socket;
    }

    /** Closes the socket if it is refused. */
    static SocketConnection to(UnixSocket socket) {
        try {
            return of(socket);
        } catch (Throwable e) {
            socket.closeAfter(e);
            throw e;
        }
    }

    /** Owns the descriptor from when it returns on. */
    static SocketConnection adopt(int fd, Duration timeout) {
        return of(UnixSocket.adopt(fd, timeout));
    }

    /** The kernel tells the user at the other end; a process of another user is no peer. */
    private static SocketConnection of(UnixSocket socket) {
        requireUser(socket.peerUser(), UnixSocket.effectiveUser());
        return new SocketConnection(socket);
    }

    static void requireUser(int peer, int own) {
        if (peer != own) {
            throw new PeerException("the process at the other end belongs to user " + Integer.toUnsignedString(peer)
                    + ", this one to user " + Integer.toUnsignedString(own));
        }
        if (UserNamespace.isAmbiguous(peer)) {
            throw new PeerException("both processes are shown as user " + Integer.toUnsignedString(peer)
                    + ", which stands for each user that this user namespace does not map; map the user, or run both"
                    + " processes in a namespace that does");
        }
    }

    @Override
    public void send(TransferableHandle handle, MemoryDescription description) {
        if (!(handle instanceof PosixFileDescriptor descriptor)) {
            throw new UnsupportedException(
                    "a Unix domain socket carries file descriptors; it does not carry " + handle);
        }
        ByteBuffer message = DescriptionFormat.write(description);
        // A duplicate travels, so that a slow peer does not keep the caller's handle locked.
        try (PosixFileDescriptor copy = descriptor.duplicate()) {
            socket.send(message, copy.fd());
        }
    }

    @Override
    public ReceivedHandle receive() {
        // With room for one byte more than fits, a message that is too long shows.
        try (ReceivedMessage message = socket.receive(DescriptionFormat.MAX_LENGTH + 1)) {
            if (message.isEnd()) {
                throw socket.isClosed()
                        ? new IllegalStateException("this end of the channel was closed meanwhile")
                        : new PeerException("the other end closed the channel");
            }
            MemoryDescription description = DescriptionFormat.read(message.bytes());
            if (!description.handleType().isPosixFileDescriptor()) {
                throw new PeerException(
                        "the message announces " + description.handleType() + ", which is no descriptor");
            }
            return new ReceivedHandle(message.take(fd -> adopt(fd, description)), description);
        }
    }

    /** Examines what a peer sent, before a driver does. */
    private static PosixFileDescriptor adopt(int fd, MemoryDescription description) {
        try {
            OptionalLong size = MemoryFile.require(fd).size();
            if (size.isPresent() && size.getAsLong() < description.allocationSize()) {
                throw new PeerException("the message announces " + description.allocationSize()
                        + " bytes, and its descriptor refers to only " + size.getAsLong());
            }
            return PosixFileDescriptor.adopt(fd, description.handleType());
        } catch (IllegalArgumentException e) {
            throw new PeerException(
                    "the message announces " + description.handleType() + " and carries something else: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
