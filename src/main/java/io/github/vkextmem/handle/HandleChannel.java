package io.github.vkextmem.handle;

import io.github.vkextmem.struct.MemoryDescription;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A connection to another process of the same user that carries handles together with their description.
 *
 * <p>On Linux it is a Unix domain socket, and file descriptors travel by SCM_RIGHTS: the kernel makes a descriptor of
 * its own for the receiver, so the sender may close his at once. Each end may be used by several threads. Every wait is
 * bounded by the time-out that the channel was opened with.
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
     * @throws UnsupportedOperationException on other systems than Linux
     */
    public static HandleListener listen(Path path, Duration timeout) throws IOException {
        return HandleListener.at(path, timeout);
    }

    /**
     * Connects to a process that listens.
     *
     * @param path where it listens
     * @param timeout how long to wait for each message
     * @return the channel
     * @throws IOException if nobody listens there, or a process of another user does
     * @throws UnsupportedOperationException on other systems than Linux
     */
    public static HandleChannel connect(Path path, Duration timeout) throws IOException {
        UnixSocket socket = UnixSocket.open();
        try {
            socket.timeout(timeout);
            socket.connect(path);
            return to(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The kernel says who is at the other end; a process of another user is no peer. */
    static HandleChannel to(UnixSocket socket) throws IOException {
        requireUser(socket.peerUser(), UnixSocket.effectiveUser());
        return new HandleChannel(socket);
    }

    static void requireUser(int peer, int own) throws IOException {
        if (peer != own) {
            throw new IOException("the process at the other end belongs to user " + peer + ", this one to user " + own);
        }
    }

    /**
     * Sends a handle, which stays with the caller.
     *
     * @param handle the handle
     * @param description what its importer must match
     * @throws IOException if the other end is gone or does not read
     * @throws IllegalArgumentException if the description is of another handle type
     * @throws IllegalStateException if the handle was closed, released or taken over
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
     * @throws IOException if the message is not one of this library's, was cut off, carries no handle or more than one;
     *     whatever descriptors came with it are closed
     */
    public ReceivedHandle receive() throws IOException {
        UnixSocket.Message message = socket.receive(DescriptionFormat.LENGTH + 1);
        List<Integer> descriptors = message.descriptors();
        try {
            if (message.bytes().capacity() == 0 && descriptors.isEmpty()) {
                throw new EOFException("the other end closed the channel");
            }
            if (message.truncated()) {
                throw new IOException("the message was cut off: it is longer than " + DescriptionFormat.LENGTH
                        + " bytes, or this process has no room for its descriptors");
            }
            MemoryDescription description = DescriptionFormat.read(message.bytes());
            if (!description.handleType().isPosixFileDescriptor()) {
                throw new IOException("the message announces " + description.handleType() + ", which is no descriptor");
            }
            if (descriptors.size() != 1) {
                throw new IOException("the message carries " + descriptors.size() + " descriptors instead of one");
            }
            return new ReceivedHandle(
                    PosixFileDescriptor.adopt(descriptors.get(0), description.handleType()), description);
        } catch (IOException | RuntimeException e) {
            closeAll(descriptors, e);
            throw e;
        }
    }

    private static void closeAll(List<Integer> descriptors, Exception reason) {
        for (int descriptor : descriptors) {
            try {
                Posix.close(descriptor);
            } catch (OperatingSystemException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** Closes this end, and wakes whoever waits at it. Any thread; nothing after the first time. */
    @Override
    public void close() {
        socket.close();
    }
}
