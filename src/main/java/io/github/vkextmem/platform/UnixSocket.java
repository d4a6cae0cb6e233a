package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutShort;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.VkextmemException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.linux.Socket;

/**
 * A Unix domain socket that keeps message boundaries (SOCK_SEQPACKET) and carries descriptors, which Java's own Unix
 * sockets cannot. Every wait ends after the socket's time-out, when the thread is interrupted, or when another thread closes
 * the socket.
 */
public final class UnixSocket implements AutoCloseable {

    static final int SOCK_CLOEXEC = 0x80000;

    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_PEERCRED = 17;
    private static final int SO_DOMAIN = 39;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;
    private static final int BACKLOG = 8;
    private static final int SIZEOF_UCRED = 12;
    private static final int SIZEOF_POLLFD = 8;

    private final int fd;
    private final Duration timeout;

    /** Calls share it; closing waits for them, so that no call is left with a number that is somebody else's. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    private volatile boolean closed;

    /** Guarded by the write lock. */
    private boolean gone;

    private UnixSocket(int fd, Duration timeout) {
        this.fd = fd;
        this.timeout = timeout;
    }

    /** {@return a socket whose file exists, but which does not listen yet; it takes the place of a stale socket's file} */
    public static UnixSocket bind(Path path, Duration timeout) {
        UnixSocket socket = open(timeout);
        try (SocketAddress address = SocketAddress.of(path)) {
            NativeFunction.Result result = address.call(SocketCalls.BIND, socket.fd);
            if (result.failed() && result.error() == Errno.EADDRINUSE) {
                result = StaleSocket.replace(
                        path, address, Deadline.in(timeout), () -> address.call(SocketCalls.BIND, socket.fd));
            }
            require("bind " + path, result);
            return socket;
        } catch (Throwable e) {
            socket.closeAfter(e);
            throw e;
        }
    }

    /** {@return a socket that is connected to a listener, which may begin to listen while this waits} */
    public static UnixSocket connect(Path path, Duration timeout) {
        String call = "connect " + path;
        UnixSocket socket = open(timeout);
        try (SocketAddress address = SocketAddress.of(path)) {
            Deadline.in(timeout).retry(call, () -> obstacle(call, address.call(SocketCalls.CONNECT, socket.fd)));
            return socket;
        } catch (Throwable e) {
            socket.closeAfter(e);
            throw e;
        }
    }

    /** Nothing but another attempt tells when a listener has room for a connection: poll does not. */
    private static Optional<String> obstacle(String call, NativeFunction.Result result) {
        if (!result.failed()) {
            return Optional.empty();
        }
        int errno = result.error();
        return switch (errno) {
            // 0 is an errno that the JVM overwrote.
            case Errno.EAGAIN, Errno.EINTR, 0 -> Optional.of("the other side did not answer in time");
            case Errno.ENOENT, Errno.ECONNREFUSED ->
                Optional.of(
                        "no process listens there (" + Errno.nameOf(errno) + "); start the listener, or wait longer");
            case Errno.EPROTOTYPE ->
                throw new PeerException(
                        call + ": the socket there is not of type SOCK_SEQPACKET (EPROTOTYPE); the other"
                                + " side must call socket(AF_UNIX, SOCK_SEQPACKET, 0)");
            default -> throw failure(call, errno);
        };
    }

    private static UnixSocket open(Duration timeout) {
        Posix.requireLinux();
        Deadline.in(timeout);
        NativeFunction.Result fd =
                SocketCalls.SOCKET.callOnce(SocketAddress.AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        require("socket", fd);
        return new UnixSocket((int) fd.value(), timeout);
    }

    /**
     * {@return the socket of a descriptor, which closes it from now on, and which is close-on-exec}
     *
     * @throws IllegalArgumentException if it is not a connected socket of type SOCK_SEQPACKET; the caller stays the owner
     */
    public static UnixSocket adopt(int fd, Duration timeout) {
        Posix.requireLinux();
        UnixSocket socket = new UnixSocket(fd, timeout);
        Deadline.in(timeout);
        if (socket.option(SO_DOMAIN) != SocketAddress.AF_UNIX || socket.option(SO_TYPE) != SOCK_SEQPACKET) {
            throw new IllegalArgumentException("descriptor " + fd + " is a socket of domain " + socket.option(SO_DOMAIN)
                    + " and type " + socket.option(SO_TYPE) + "; pass a socket of domain AF_UNIX ("
                    + SocketAddress.AF_UNIX + ") and type SOCK_SEQPACKET (" + SOCK_SEQPACKET + ")");
        }
        socket.requireConnected();
        Posix.setCloseOnExec(fd);
        return socket;
    }

    private void requireConnected() {
        try (NativeMemory address = NativeMemory.of(SocketAddress.SIZEOF);
                NativeMemory length = NativeMemory.of(Integer.BYTES)) {
            memPutInt(length.address(), SocketAddress.SIZEOF);
            NativeFunction.Result result = SocketCalls.GETPEERNAME.callOnce(fd, address.address(), length.address());
            if (result.failed() && result.error() == Errno.ENOTCONN) {
                throw new IllegalArgumentException("descriptor " + fd + " is a socket that is not connected (ENOTCONN);"
                        + " pass one that accept, connect or socketpair returned");
            }
            require("getpeername", result);
        }
    }

    private int option(int option) {
        try (NativeMemory value = option(option, Integer.BYTES)) {
            return memGetInt(value.address());
        }
    }

    /** {@return an option of the socket, which the caller frees} */
    private NativeMemory option(int option, int size) {
        NativeMemory value = NativeMemory.of(size);
        try (NativeMemory length = NativeMemory.of(Integer.BYTES)) {
            memPutInt(length.address(), size);
            NativeFunction.Result result =
                    now(SocketCalls.GETSOCKOPT, fd, SOL_SOCKET, option, value.address(), length.address());
            if (result.failed() && result.error() == Errno.ENOTSOCK) {
                throw new IllegalArgumentException("descriptor " + fd + " is no socket (ENOTSOCK)");
            }
            require("getsockopt", result);
            return value;
        } catch (Throwable e) {
            value.close();
            throw e;
        }
    }

    public void listen() {
        require("listen", now(SocketCalls.LISTEN, fd, BACKLOG));
    }

    public UnixSocket accept() {
        long accepted = whenReady(POLLIN, Deadline.in(timeout), SocketCalls.ACCEPT, fd, 0, 0, SOCK_CLOEXEC);
        return new UnixSocket((int) accepted, timeout);
    }

    public static int effectiveUser() {
        return (int) SocketCalls.GETEUID.call().value();
    }

    /** {@return the user that the process at the other end had when it connected or began to listen} */
    public int peerUser() {
        try (NativeMemory credentials = option(SO_PEERCRED, SIZEOF_UCRED)) {
            return memGetInt(credentials.address() + 4);
        }
    }

    /** Sends one message, or nothing of it; the kernel duplicates the descriptors, and ours stay open. */
    public void send(ByteBuffer bytes, int... descriptors) {
        try (SocketMessage message = SocketMessage.toSend(bytes, descriptors)) {
            whenReady(
                    POLLOUT,
                    Deadline.in(timeout),
                    SocketCalls.SENDMSG,
                    fd,
                    message.address(),
                    MSG_NOSIGNAL | MSG_DONTWAIT);
        }
    }

    /**
     * Receives one message, which the caller closes.
     *
     * @param room how many bytes of it to keep
     */
    public ReceivedMessage receive(int room) {
        Deadline deadline = Deadline.in(timeout);
        try (SocketMessage message = SocketMessage.toReceive(room)) {
            long length = whenReady(
                    POLLIN, deadline, SocketCalls.RECVMSG, fd, message.address(), MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
            return message.received((int) length, deadline);
        }
    }

    /** Makes a call that does not wait. */
    private NativeFunction.Result now(NativeFunction function, long... arguments) {
        inUse.readLock().lock();
        try {
            requireOpen();
            return function.callOnce(arguments);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /**
     * Waits with poll, and then makes a call that does not wait. Thus whether the time is up does not hang on errno, which is
     * not safe from the JVM.
     */
    private long whenReady(int event, Deadline deadline, NativeFunction function, long... arguments) {
        inUse.readLock().lock();
        try (NativeMemory pollfd = NativeMemory.of(SIZEOF_POLLFD)) {
            memPutInt(pollfd.address(), fd);
            memPutShort(pollfd.address() + 4, (short) event);
            return deadline.await(function, millis -> {
                requireOpen();
                return isReady(pollfd, millis) ? attempt(function, arguments) : null;
            });
        } finally {
            inUse.readLock().unlock();
        }
    }

    private static boolean isReady(NativeMemory pollfd, int millis) {
        NativeFunction.Result result = PlatformThreads.call(SocketCalls.POLL, pollfd.address(), 1, millis);
        if (result.failed() && result.error() != Errno.EINTR && result.error() != Errno.EAGAIN) {
            throw failure("poll", result.error());
        }
        return result.value() > 0;
    }

    private @Nullable Long attempt(NativeFunction function, long... arguments) {
        requireOpen();
        NativeFunction.Result result = function.callOnce(arguments);
        if (!result.failed()) {
            return result.value();
        }
        return switch (result.error()) {
            // EAGAIN: another thread was faster. ECONNRESET is reported once, when the peer left without reading
            // everything; what it sent before can still be received.
            case Errno.EAGAIN, Errno.EINTR, Errno.ECONNRESET -> null;
            default -> throw failure(function.toString(), result.error());
        };
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this end of the channel is closed");
        }
    }

    private static void require(String call, NativeFunction.Result result) {
        if (result.failed()) {
            throw failure(call, result.error());
        }
    }

    private static VkextmemException failure(String call, int errno) {
        return errno == Errno.EPIPE || errno == Errno.ECONNRESET
                ? new PeerException(call + ": the other end closed the channel: " + Errno.nameOf(errno))
                : new OperatingSystemException(call, Errno.nameOf(errno), errno);
    }

    public boolean isClosed() {
        return closed;
    }

    /** Closes because of a failure, which stays the one that is reported. */
    public void closeAfter(Throwable failure) {
        try {
            close();
        } catch (OperatingSystemException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Wakes the threads that wait in a call, and closes when they have left it. Any thread; nothing after the first time.
     * Closing may block for a time that the peer chose, because it also closes descriptors that were not received; after the
     * time-out it goes on in the background.
     */
    @Override
    public void close() {
        closed = true;
        inUse.readLock().lock();
        try {
            if (!gone) {
                SocketCalls.SHUTDOWN.call(fd, Socket.SHUT_RDWR);
            }
        } finally {
            inUse.readLock().unlock();
        }
        if (becomesGone()) {
            PlatformThreads.run(Deadline.in(timeout), () -> Posix.close(fd));
        }
    }

    private boolean becomesGone() {
        inUse.writeLock().lock();
        try {
            boolean first = !gone;
            gone = true;
            return first;
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
