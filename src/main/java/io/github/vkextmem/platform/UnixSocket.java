package io.github.vkextmem.platform;

import static io.github.vkextmem.platform.SocketMessage.SOL_SOCKET;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.memPutShort;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.VkextmemException;
import io.github.vkextmem.WaitTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.linux.Msghdr;
import org.lwjgl.system.linux.Socket;

/**
 * A Unix domain socket that keeps message boundaries (SOCK_SEQPACKET) and carries descriptors, which Java's own Unix
 * sockets cannot. Every wait ends after the socket's time-out, or when another thread closes the socket.
 */
public final class UnixSocket implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SO_PEERCRED = 17;
    private static final int SO_SNDTIMEO = 21;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;
    private static final int BACKLOG = 8;
    private static final int SIZEOF_SOCKADDR_UN = 110;
    private static final int LONGEST_NAME = SIZEOF_SOCKADDR_UN - Short.BYTES - 1;
    private static final int SIZEOF_UCRED = 12;
    private static final int SIZEOF_TIMEVAL = 16;
    private static final int NANOS_PER_MICRO = 1000;

    /** What the JDK encodes file names with, so that both mean the same file. */
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

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

    /** {@return a socket whose file exists, but which does not listen yet} */
    public static UnixSocket bind(Path path, Duration timeout) {
        UnixSocket socket = open(SOCK_NONBLOCK, timeout);
        try {
            socket.withAddress(SocketCalls.BIND, path);
            return socket;
        } catch (RuntimeException e) {
            socket.closeAfter(e);
            throw e;
        }
    }

    public static UnixSocket connect(Path path, Duration timeout) {
        // It blocks, because poll does not tell when a listener that is not keeping up has room for a connection.
        UnixSocket socket = open(0, timeout);
        try {
            socket.limitConnect();
            socket.withAddress(SocketCalls.CONNECT, path);
            return socket;
        } catch (RuntimeException e) {
            socket.closeAfter(e);
            throw e;
        }
    }

    private static UnixSocket open(int flags, Duration timeout) {
        Posix.requireLinux();
        Deadline.in(timeout);
        NativeFunction.Result fd = SocketCalls.SOCKET.callOnce(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0);
        require("socket", fd);
        return new UnixSocket((int) fd.value(), timeout);
    }

    private void limitConnect() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long timeval = stack.ncalloc(8, 2, 8);
            long seconds = timeout.toSeconds();
            memPutLong(timeval, seconds);
            // Nothing but zeroes would mean to wait for ever.
            memPutLong(timeval + 8, Math.max(timeout.toNanosPart() / NANOS_PER_MICRO, seconds == 0 ? 1 : 0));
            now(SocketCalls.SETSOCKOPT, fd, SOL_SOCKET, SO_SNDTIMEO, timeval, SIZEOF_TIMEVAL);
        }
    }

    private void withAddress(NativeFunction function, Path path) {
        byte[] name = path.toString().getBytes(FILE_NAMES);
        if (name.length == 0 || name.length > LONGEST_NAME) {
            throw new IllegalArgumentException("a socket's path takes from 1 to " + LONGEST_NAME + " bytes, not "
                    + name.length + ": '" + path + "'");
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer address = stack.calloc(8, SIZEOF_SOCKADDR_UN);
            memPutShort(memAddress(address), (short) AF_UNIX);
            address.put(Short.BYTES, name);
            NativeFunction.Result result = function.call(fd, memAddress(address), SIZEOF_SOCKADDR_UN);
            if (result.failed() && result.error() == Errno.EAGAIN) {
                throw timedOut(function + " " + path);
            }
            require(function + " " + path, result);
        }
    }

    public void listen() {
        now(SocketCalls.LISTEN, fd, BACKLOG);
    }

    public UnixSocket accept() {
        return new UnixSocket((int) whenReady(POLLIN, SocketCalls.ACCEPT, fd, 0, 0, SOCK_CLOEXEC), timeout);
    }

    public static int effectiveUser() {
        return (int) SocketCalls.GETEUID.call().value();
    }

    /** {@return the user that the process at the other end had when it connected or began to listen} */
    public int peerUser() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long credentials = stack.ncalloc(4, 3, 4);
            long length = stack.nint(SIZEOF_UCRED);
            now(SocketCalls.GETSOCKOPT, fd, SOL_SOCKET, SO_PEERCRED, credentials, length);
            return memGetInt(credentials + 4);
        }
    }

    /** Sends one message, or nothing of it; the kernel duplicates the descriptors, and ours stay open. */
    public void send(ByteBuffer bytes, int... descriptors) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            Msghdr message = SocketMessage.toSend(stack, bytes, descriptors);
            whenReady(POLLOUT, SocketCalls.SENDMSG, fd, message.address(), MSG_NOSIGNAL | MSG_DONTWAIT);
        }
    }

    /**
     * Receives one message, which the caller closes.
     *
     * @param room how many bytes of it to keep
     */
    public ReceivedMessage receive(int room) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            Msghdr message = SocketMessage.toReceive(stack, room);
            long length =
                    whenReady(POLLIN, SocketCalls.RECVMSG, fd, message.address(), MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
            return SocketMessage.received(message, (int) length);
        }
    }

    /** Makes a call that does not wait. */
    private void now(NativeFunction function, long... arguments) {
        inUse.readLock().lock();
        try {
            requireOpen();
            require(function.toString(), function.call(arguments));
        } finally {
            inUse.readLock().unlock();
        }
    }

    /**
     * Waits with poll, and then makes a call that does not wait. Thus a signal does not prolong the wait, and whether the
     * time is up does not hang on errno, which is not safe from the JVM.
     */
    private long whenReady(int event, NativeFunction function, long... arguments) {
        Deadline deadline = Deadline.in(timeout);
        inUse.readLock().lock();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long pollfd = stack.ncalloc(8, 1, 8);
            memPutInt(pollfd, fd);
            memPutShort(pollfd + 4, (short) event);
            while (true) {
                requireOpen();
                if (isReady(pollfd, deadline)) {
                    requireOpen();
                    NativeFunction.Result result = function.callOnce(arguments);
                    if (!result.failed()) {
                        return result.value();
                    }
                    if (result.error() == Errno.ECONNRESET) {
                        // Said once, when the peer left without reading everything; what it sent before still comes.
                        continue;
                    }
                    // EAGAIN: another thread was faster.
                    if (result.error() != Errno.EAGAIN && result.error() != Errno.EINTR) {
                        throw failure(function.toString(), result.error());
                    }
                }
                if (deadline.isOver()) {
                    throw timedOut(function.toString());
                }
            }
        } finally {
            inUse.readLock().unlock();
        }
    }

    private static boolean isReady(long pollfd, Deadline deadline) {
        NativeFunction.Result result = SocketCalls.POLL.callOnce(pollfd, 1, deadline.millis());
        if (result.failed() && result.error() != Errno.EINTR && result.error() != Errno.EAGAIN) {
            throw failure("poll", result.error());
        }
        return result.value() > 0;
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

    private static WaitTimeoutException timedOut(String call) {
        return new WaitTimeoutException(call + ": the other side did not answer in time");
    }

    public boolean isClosed() {
        return closed;
    }

    /** Closes because of a failure, which stays the one that is reported. */
    public void closeAfter(Exception failure) {
        try {
            close();
        } catch (OperatingSystemException e) {
            failure.addSuppressed(e);
        }
    }

    /** Wakes whoever waits in a call, and closes when he has left it. Any thread; nothing after the first time. */
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
        inUse.writeLock().lock();
        try {
            if (!gone) {
                gone = true;
                Posix.close(fd);
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
