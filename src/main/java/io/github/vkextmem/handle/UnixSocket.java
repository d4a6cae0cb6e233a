package io.github.vkextmem.handle;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.memPutShort;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint64;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.linux.IOVec;
import org.lwjgl.system.linux.Msghdr;
import org.lwjgl.system.linux.Socket;

/**
 * A Unix domain socket that keeps message boundaries (SOCK_SEQPACKET) and carries descriptors, which Java's own Unix
 * sockets cannot.
 */
final class UnixSocket implements AutoCloseable {

    /** What a peer sent: its bytes, and the descriptors that this process now has of it. */
    record Message(ByteBuffer bytes, List<Integer> descriptors, boolean truncated) {}

    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SIZEOF_SOCKADDR_UN = 110;
    private static final int SIZEOF_UCRED = 12;

    /** The kernel sends no more in one message (SCM_MAX_FD), so with this much room none is cut off silently. */
    private static final int MOST_DESCRIPTORS = 253;

    // struct cmsghdr of Linux: size_t length, int level, int type, data. LWJGL's CMsghdr has a 4-byte length.
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CONTROL_HEADER = 16;
    private static final int CONTROL_ROOM = align(CONTROL_HEADER + MOST_DESCRIPTORS * Integer.BYTES);

    private static final NativeFunction BIND =
            new NativeFunction("bind", ffi_type_sint32, ffi_type_sint32, ffi_type_pointer, ffi_type_uint32);
    private static final NativeFunction LISTEN =
            new NativeFunction("listen", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);
    private static final NativeFunction ACCEPT = new NativeFunction(
            "accept4", ffi_type_sint32, ffi_type_sint32, ffi_type_pointer, ffi_type_pointer, ffi_type_sint32);
    private static final NativeFunction CONNECT =
            new NativeFunction("connect", ffi_type_sint32, ffi_type_sint32, ffi_type_pointer, ffi_type_uint32);
    private static final NativeFunction SENDMSG =
            new NativeFunction("sendmsg", ffi_type_sint64, ffi_type_sint32, ffi_type_pointer, ffi_type_sint32);
    private static final NativeFunction RECVMSG =
            new NativeFunction("recvmsg", ffi_type_sint64, ffi_type_sint32, ffi_type_pointer, ffi_type_sint32);
    private static final NativeFunction SHUTDOWN =
            new NativeFunction("shutdown", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);
    private static final NativeFunction GETSOCKOPT = new NativeFunction(
            "getsockopt",
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_pointer,
            ffi_type_pointer);
    private static final NativeFunction SETSOCKOPT = new NativeFunction(
            "setsockopt",
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_pointer,
            ffi_type_uint32);
    private static final NativeFunction GETEUID = new NativeFunction("geteuid", ffi_type_sint32);

    private final int fd;
    private volatile boolean closed;
    private boolean closedForGood;

    /** Calls share it; closing waits for them, so that no call is left with a number that is somebody else's. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    private UnixSocket(int fd) {
        this.fd = fd;
    }

    static UnixSocket open() throws IOException {
        Posix.requireLinux();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var errno = stack.callocInt(1);
            int fd = Socket.socket(errno, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
            if (fd < 0) {
                throw failure("socket", errno.get(0));
            }
            return new UnixSocket(fd);
        }
    }

    static int effectiveUser() {
        return (int) GETEUID.call().value();
    }

    void bindAndListen(Path path) throws IOException {
        withAddress(BIND, path);
        use(() -> require(LISTEN, LISTEN.call(fd, 8)));
    }

    void connect(Path path) throws IOException {
        withAddress(CONNECT, path);
    }

    private void withAddress(NativeFunction function, Path path) throws IOException {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > SIZEOF_SOCKADDR_UN - 3) {
            throw new IOException("a socket's path must take 1 to " + (SIZEOF_SOCKADDR_UN - 3) + " bytes: " + path);
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer address = stack.calloc(8, SIZEOF_SOCKADDR_UN);
            memPutShort(memAddress(address), (short) AF_UNIX);
            address.put(2, name);
            use(() -> require(function, function.call(fd, memAddress(address), SIZEOF_SOCKADDR_UN)));
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    UnixSocket accept() throws IOException {
        return new UnixSocket((int) use(() -> require(ACCEPT, ACCEPT.call(fd, 0, 0, SOCK_CLOEXEC))));
    }

    /** How long a call may wait; after that it fails with a SocketTimeoutException. */
    void timeout(Duration timeout) throws IOException {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long timeval = stack.ncalloc(8, 2, 8);
            memPutLong(timeval, timeout.getSeconds());
            // A timeout of zero would mean to wait for ever.
            memPutLong(timeval + 8, Math.max(timeout.getNano() / 1000, timeout.getSeconds() == 0 ? 1 : 0));
            use(() -> require(SETSOCKOPT, SETSOCKOPT.call(fd, SOL_SOCKET, SO_RCVTIMEO, timeval, 16)));
            use(() -> require(SETSOCKOPT, SETSOCKOPT.call(fd, SOL_SOCKET, SO_SNDTIMEO, timeval, 16)));
        }
    }

    /** {@return the user that the process at the other end had when it connected or began to listen} */
    int peerUser() throws IOException {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long credentials = stack.ncalloc(4, 3, 4);
            long length = stack.nint(SIZEOF_UCRED);
            use(() -> require(GETSOCKOPT, GETSOCKOPT.call(fd, SOL_SOCKET, SO_PEERCRED, credentials, length)));
            return memGetInt(credentials + 4);
        }
    }

    /** Sends one message; the kernel duplicates the descriptors, and ours stay open. */
    void send(ByteBuffer bytes, int... descriptors) throws IOException {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer payload = stack.malloc(bytes.capacity()).put(0, bytes, 0, bytes.capacity());
            Msghdr message = message(stack, payload);
            if (descriptors.length > 0) {
                int used = CONTROL_HEADER + descriptors.length * Integer.BYTES;
                ByteBuffer control = stack.calloc(8, align(used));
                memPutLong(memAddress(control), used);
                memPutInt(memAddress(control) + CMSG_LEVEL, SOL_SOCKET);
                memPutInt(memAddress(control) + CMSG_TYPE, SCM_RIGHTS);
                for (int i = 0; i < descriptors.length; i++) {
                    memPutInt(memAddress(control) + CONTROL_HEADER + (long) i * Integer.BYTES, descriptors[i]);
                }
                message.msg_control(control);
            }
            use(() -> require(SENDMSG, SENDMSG.call(fd, message.address(), MSG_NOSIGNAL)));
        }
    }

    /**
     * Receives one message. The descriptors in it belong to the caller; their number is what the peer sent, whatever it
     * announced.
     *
     * @param room the longest message that is not cut off
     */
    Message receive(int room) throws IOException {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer payload = stack.calloc(room);
            ByteBuffer control = stack.calloc(8, CONTROL_ROOM);
            Msghdr message = message(stack, payload).msg_control(control);
            long length = use(() -> require(RECVMSG, RECVMSG.call(fd, message.address(), MSG_CMSG_CLOEXEC)));
            ByteBuffer bytes = ByteBuffer.allocate((int) length).put(0, payload, 0, (int) length);
            return new Message(
                    bytes,
                    descriptors(memAddress(control), Msghdr.nmsg_controllen(message.address())),
                    (message.msg_flags() & (MSG_TRUNC | MSG_CTRUNC)) != 0);
        }
    }

    private static Msghdr message(MemoryStack stack, ByteBuffer payload) {
        IOVec.Buffer vector = IOVec.calloc(1, stack);
        vector.get(0).iov_base(payload).iov_len(payload.remaining());
        return Msghdr.calloc(stack).msg_iov(vector);
    }

    private static List<Integer> descriptors(long control, long length) {
        List<Integer> descriptors = new ArrayList<>();
        long end = control + length;
        for (long header = control; header + CONTROL_HEADER <= end; ) {
            long used = memGetLong(header);
            if (used < CONTROL_HEADER || header + used > end) {
                break;
            }
            if (memGetInt(header + CMSG_LEVEL) == SOL_SOCKET && memGetInt(header + CMSG_TYPE) == SCM_RIGHTS) {
                for (long at = CONTROL_HEADER; at + Integer.BYTES <= used; at += Integer.BYTES) {
                    descriptors.add(memGetInt(header + at));
                }
            }
            header += align((int) used);
        }
        return descriptors;
    }

    private static int align(int size) {
        return (size + 7) & ~7;
    }

    private interface Call {
        long run() throws IOException;
    }

    private long use(Call call) throws IOException {
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IOException("the channel is closed");
            }
            return call.run();
        } finally {
            inUse.readLock().unlock();
        }
    }

    private static long require(NativeFunction function, NativeFunction.Result result) throws IOException {
        if (result.failed()) {
            throw failure(function.toString(), result.errno());
        }
        return result.value();
    }

    private static IOException failure(String function, int errno) {
        String message = function + " failed: " + Errno.nameOf(errno) + " (" + errno + ")";
        return errno == Errno.EAGAIN
                ? new SocketTimeoutException(function + ": the other side did not answer in time")
                : new IOException(message);
    }

    /** Wakes whoever waits in a call, and closes when he has left it. Any thread; nothing after the first time. */
    @Override
    public void close() {
        closed = true;
        inUse.readLock().lock();
        try {
            if (!closedForGood) {
                SHUTDOWN.call(fd, Socket.SHUT_RDWR);
            }
        } finally {
            inUse.readLock().unlock();
        }
        inUse.writeLock().lock();
        try {
            if (!closedForGood) {
                closedForGood = true;
                Posix.close(fd);
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
