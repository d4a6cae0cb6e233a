package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.WaitInterruptedException;
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
 * <p>Each end may be used by several threads. Every wait ends at the time-out that the channel was opened with, or within 100
 * milliseconds when the waiting thread is interrupted; neither harms the channel. A virtual thread does not keep its carrier
 * while it waits. The format of the messages is laid down in docs/wire-format.md, so that programs in other languages can
 * take part.
 */
public final class HandleChannel implements AutoCloseable {

    private final Connection connection;
    private final String name;
    private final Lifetime lifetime;

    HandleChannel(Connection connection, Object name) {
        this.connection = connection;
        this.name = name.toString();
        this.lifetime = Lifetime.of(this);
    }

    /**
     * Waits for connections at a path.
     *
     * @param path where the socket is made. A socket file there that a process left when it was killed is replaced; any
     *     other file is not. Keep it in a folder that only this user may enter. On Windows nothing is made in the file
     *     system: the path names a pipe, and {@code \\.\pipe\name} is itself a path
     * @param timeout how long to wait for a connection, and then for each message
     * @return the listening end; close it to remove the socket
     * @throws WaitTimeoutException if another process replaces a socket file in the same folder for that long
     * @throws WaitInterruptedException if the thread is interrupted meanwhile
     * @throws OperatingSystemException if the socket cannot be made, for instance because another process listens there
     * @throws IllegalArgumentException if the time-out is negative
     * @throws UnsupportedException on other systems than Linux and Windows
     */
    public static HandleListener listen(Path path, Duration timeout) {
        return HandleListener.at(path, timeout);
    }

    /**
     * Connects to a process that listens, or begins to listen within the time-out.
     *
     * @param path where it listens
     * @param timeout how long to wait for the listener, and then for each message
     * @return the channel
     * @throws WaitTimeoutException if no process listens there, or the listener has too many connections waiting
     * @throws WaitInterruptedException if the thread is interrupted
     * @throws OperatingSystemException if the system refuses
     * @throws PeerException if a process of another user listens there, or its socket is not of type SOCK_SEQPACKET
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
     * Makes a channel of a connected socket, which socketpair made or another process passed on for instance. From when it
     * returns on, the channel owns the descriptor and closes it; the descriptor is close-on-exec, and may be O_NONBLOCK or not. It does
     * not wait.
     *
     * @param fd a connected socket of domain AF_UNIX and type SOCK_SEQPACKET
     * @param timeout how long to wait for each message
     * @return the channel
     * @throws PeerException if the socket was connected by a process of another user; the caller stays the owner
     * @throws IllegalArgumentException if the descriptor is no such socket, or the time-out is negative; the caller stays the
     *     owner
     * @throws OperatingSystemException if the descriptor is not open; the caller stays the owner
     * @throws UnsupportedException on other systems than Linux; the caller stays the owner
     */
    public static HandleChannel adopt(int fd, Duration timeout) {
        return new HandleChannel(SocketConnection.adopt(fd, timeout), "descriptor " + fd);
    }

    /**
     * Sends a handle, which stays with the caller.
     *
     * @param handle the handle
     * @param description what its importer must match
     * @throws WaitTimeoutException if the other end does not read; nothing was sent then
     * @throws WaitInterruptedException if the thread is interrupted; nothing was sent then
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
     * @throws WaitInterruptedException if the thread is interrupted
     * @throws OperatingSystemException if the system refuses
     * @throws IllegalStateException if this end is closed meanwhile
     */
    public ReceivedHandle receive() {
        return connection.receive();
    }

    /**
     * Closes this end, and ends the waits at it. Any thread; nothing after the first time. It takes the time-out at most: what a
     * peer sent and was not received is then closed in the background.
     */
    @Override
    public void close() {
        lifetime.end(this, "closed");
        connection.close();
    }

    /** {@return the path or the descriptor that it was made from} */
    @Override
    public String toString() {
        return "HandleChannel[" + name + "]";
    }
}
