package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.WaitTimeoutException;
import io.github.vkextmem.ownership.Lifetime;
import io.github.vkextmem.platform.UnixSocket;
import io.github.vkextmem.struct.MemoryDescription;
import java.nio.file.Path;
import java.time.Duration;
import org.lwjgl.system.Platform;

/**
 * A connection to another process of the same user that carries handles together with their description.
 *
 * <p>On Linux it is a Unix domain socket, and file descriptors travel by SCM_RIGHTS: the kernel makes a descriptor of
 * its own for the receiver. On Windows it is a named pipe that only this user may open, and the sender makes an NT
 * handle of its own for the receiver by DuplicateHandle, for which both processes must run at the same integrity
 * level; a global share handle travels as the number that it is. Either way the sender may close his handle at once.
 *
 * <p>Each end may be used by several threads. Every wait is bounded by the time-out that the channel was opened with; a
 * time-out does not harm the channel. What travels is laid down in docs/wire-format.md, so that programs in other
 * languages can take part.
 */
public final class HandleChannel implements AutoCloseable {

    private final Connection connection;
    private final Path path;
    private final Lifetime lifetime;

    HandleChannel(Connection connection, Path path) {
        this.connection = connection;
        this.path = path;
        this.lifetime = Lifetime.of(this);
    }

    /**
     * Waits for connections at a path.
     *
     * @param path where the socket is made; nothing may be there yet. Keep it in a folder that only this user may enter. On
     *     Windows nothing is made in the file system: the path names a pipe, and {@code \\.\pipe\name} is itself a path
     * @param timeout how long to wait for a connection, and then for each message
     * @return the listening end; close it to remove the socket
     * @throws OperatingSystemException if the socket cannot be made
     * @throws IllegalArgumentException if the time-out is negative
     * @throws UnsupportedException on other systems than Linux and Windows
     */
    public static HandleListener listen(Path path, Duration timeout) {
        return HandleListener.at(path, timeout);
    }

    /**
     * Connects to a process that listens.
     *
     * @param path where it listens
     * @param timeout how long to wait for the listener, and then for each message
     * @return the channel
     * @throws WaitTimeoutException if the listener has too many connections waiting
     * @throws OperatingSystemException if nobody listens there
     * @throws PeerException if a process of another user listens there
     * @throws IllegalArgumentException if the time-out is negative
     * @throws UnsupportedException on other systems than Linux and Windows
     */
    public static HandleChannel connect(Path path, Duration timeout) {
        return new HandleChannel(
                Platform.get() == Platform.WINDOWS
                        ? PipeConnection.connect(path, timeout)
                        : SocketConnection.to(UnixSocket.connect(path, timeout)),
                path);
    }

    /**
     * Sends a handle, which stays with the caller.
     *
     * @param handle the handle
     * @param description what its importer must match
     * @throws WaitTimeoutException if the other end does not read; nothing was sent then
     * @throws PeerException if the other end is gone
     * @throws IllegalArgumentException if the description is of another handle type
     * @throws IllegalStateException if the handle was closed, released or taken over, or this end is closed
     * @throws OperatingSystemException if the system refuses to duplicate the handle, for want of descriptors for instance
     * @throws UnsupportedException if the handle is of another system
     */
    public void send(TransferableHandle handle, MemoryDescription description) {
        if (handle.handleType() != description.handleType()) {
            throw new IllegalArgumentException(
                    "the handle is " + handle + ", its description says " + description.handleType());
        }
        connection.send(handle, description);
    }

    /**
     * Receives a handle, which then belongs to the caller.
     *
     * @return the handle with its description
     * @throws PeerException if the other end closed the channel, or if the message is not one of this library's, was cut
     *     off, carries no handle or more than one, or a descriptor that cannot be memory or refers to less than its
     *     description says. On Linux all descriptors that came with the message are closed; on Windows nothing is,
     *     because an invalid number may be that of one of our own handles
     * @throws WaitTimeoutException if no message comes in time
     * @throws OperatingSystemException if the system refuses
     * @throws IllegalStateException if this end is closed meanwhile
     */
    public ReceivedHandle receive() {
        return connection.receive();
    }

    /** Closes this end, and wakes whoever waits at it. Any thread; nothing after the first time. */
    @Override
    public void close() {
        lifetime.end(this, "closed");
        connection.close();
    }

    /** {@return the path} */
    @Override
    public String toString() {
        return "HandleChannel[" + path + "]";
    }
}
