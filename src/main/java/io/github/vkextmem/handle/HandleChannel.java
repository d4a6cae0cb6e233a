package io.github.vkextmem.handle;

import io.github.vkextmem.struct.MemoryDescription;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to another process of the same user that carries handles together with their description.
 *
 * <p>On Linux it is a Unix domain socket, and file descriptors travel by SCM_RIGHTS: the kernel makes a descriptor of
 * its own for the receiver, so the sender may close his at once. Each end may be used by several threads. Every wait is
 * bounded by the time-out that the channel was opened with; a time-out does not harm the channel. What travels is laid
 * down in docs/wire-format.md, so that programs in other languages can take part.
 */
public final class HandleChannel implements AutoCloseable {

    private final UnixSocket socket;

    private HandleChannel(UnixSocket socket) {
        this.socket = socket;
    }

    /**
     * Waits for connections at a path.
     *
     * @param path where the socket is made; nothing may be there yet. Keep it in a folder that only this user may enter
     * @param timeout how long to wait for a connection, and then for each message
     * @return the listening end; close it to remove the socket
     * @throws IOException if the socket cannot be made
     * @throws IllegalArgumentException if the time-out is negative
     * @throws UnsupportedOperationException on other systems than Linux
     */
    public static HandleListener listen(Path path, Duration timeout) throws IOException {
        return HandleListener.at(path, timeout);
    }

    /**
     * Connects to a process that listens.
     *
     * @param path where it listens
     * @param timeout how long to wait for the listener, and then for each message
     * @return the channel
     * @throws java.net.SocketTimeoutException if the listener has too many connections waiting
     * @throws IOException if nobody listens there, or a process of another user does
     * @throws IllegalArgumentException if the time-out is negative
     * @throws UnsupportedOperationException on other systems than Linux
     */
    public static HandleChannel connect(Path path, Duration timeout) throws IOException {
        return to(UnixSocket.connect(path, timeout));
    }

    /** The kernel says who is at the other end; a process of another user is no peer, and the socket is closed. */
    static HandleChannel to(UnixSocket socket) throws IOException {
        try {
            requireUser(socket.peerUser(), UnixSocket.effectiveUser());
            return new HandleChannel(socket);
        } catch (IOException | RuntimeException e) {
            socket.closeAfter(e);
            throw e;
        }
    }

    static void requireUser(int peer, int own) throws IOException {
        if (peer != own) {
            throw new IOException("the process at the other end belongs to user " + Integer.toUnsignedString(peer)
                    + ", this one to user " + Integer.toUnsignedString(own));
        }
    }

    /**
     * Sends a handle, which stays with the caller.
     *
     * @param handle the handle
     * @param description what its importer must match
     * @throws java.net.SocketTimeoutException if the other end does not read; nothing was sent then
     * @throws IOException if the other end is gone, or this one is closed
     * @throws IllegalArgumentException if the description is of another handle type
     * @throws IllegalStateException if the handle was closed, released or taken over
     * @throws OperatingSystemException if this process has no room for the descriptor that it needs meanwhile
     */
    public void send(PosixFileDescriptor handle, MemoryDescription description) throws IOException {
        if (handle.handleType() != description.handleType()) {
            throw new IllegalArgumentException(
                    "the handle is " + handle + ", its description says " + description.handleType());
        }
        ByteBuffer message = DescriptionFormat.write(description);
        // A duplicate travels, so that a slow peer does not keep the caller's handle locked.
        try (PosixFileDescriptor copy = handle.duplicate()) {
            socket.send(message, copy.fd());
        }
    }

    /**
     * Receives a handle, which then belongs to the caller.
     *
     * @return the handle with its description
     * @throws EOFException if the other end closed the channel
     * @throws java.net.SocketTimeoutException if no message comes in time
     * @throws IOException if the message is not one of this library's, was cut off, carries no handle or more than one,
     *     or if this end is closed meanwhile; whatever descriptors came with it are closed
     */
    public ReceivedHandle receive() throws IOException {
        // With room for one byte more than fits, a message that is too long shows.
        try (ReceivedMessage message = socket.receive(DescriptionFormat.LENGTH + 1)) {
            if (message.isEnd()) {
                throw socket.isClosed()
                        ? new IOException("this end of the channel was closed meanwhile")
                        : new EOFException("the other end closed the channel");
            }
            MemoryDescription description = DescriptionFormat.read(message.bytes());
            if (!description.handleType().isPosixFileDescriptor()) {
                throw new IOException("the message announces " + description.handleType() + ", which is no descriptor");
            }
            return new ReceivedHandle(message.take(description.handleType()), description);
        }
    }

    /** Closes this end, and wakes whoever waits at it. Any thread; nothing after the first time. */
    @Override
    public void close() {
        socket.close();
    }
}
