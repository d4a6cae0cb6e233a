package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.VkextmemException;
import io.github.vkextmem.WaitTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.lwjgl.system.MemoryStack;

/**
 * One end of a named pipe that keeps message boundaries. Every wait ends after the pipe's time-out, or when another thread
 * closes the pipe.
 */
public final class NamedPipe {

    private static final int FSCTL_PIPE_LISTEN = 0x110008;
    private static final int INFINITE = -1;
    private static final int IO_STATUS_BLOCK = 16;

    /** So that a peer who never stops sending cannot keep us from closing. */
    private static final int MOST_UNREAD = 1024;

    private final long handle;
    private final Duration timeout;

    /** Set when the pipe is closed: every wait waits for it as well. */
    private final long closing;

    /** Calls share it; closing waits for them, so that no call is left with a number that is somebody else's. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    private volatile boolean closed;

    /** Guarded by the write lock. */
    private boolean gone;

    private NamedPipe(long handle, Duration timeout, long closing) {
        this.handle = handle;
        this.timeout = timeout;
        this.closing = closing;
    }

    /** Takes over an overlapped handle. */
    static NamedPipe of(long handle, Duration timeout) {
        try {
            return new NamedPipe(handle, timeout, event());
        } catch (OperatingSystemException e) {
            try {
                NtKernel.current().close(handle);
            } catch (OperatingSystemException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    /** {@return an event that stays set} */
    private static long event() {
        NativeFunction.Result result = PipeCalls.CREATE_EVENT.callOnce(0, 1, 0, 0);
        Win32.require("CreateEventW", result);
        return result.value();
    }

    /**
     * Waits until somebody connects.
     *
     * @return whether he is still there
     */
    public boolean awaitClient(Deadline deadline) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            int status = finish(
                    PipeCalls.CONTROL, stack.ncalloc(8, 1, IO_STATUS_BLOCK), deadline, FSCTL_PIPE_LISTEN, 0, 0, 0, 0);
            if (NtStatus.isError(status) && status != NtStatus.PIPE_CONNECTED && !NtStatus.isEnd(status)) {
                throw failure("NtFsControlFile", NtStatus.win32(status));
            }
            return !NtStatus.isEnd(status);
        }
    }

    /** Sends one message, or nothing of it. */
    public void send(ByteBuffer bytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer copy = stack.malloc(8, bytes.capacity()).put(0, bytes, 0, bytes.capacity());
            int status = finish(
                    PipeCalls.WRITE,
                    stack.ncalloc(8, 1, IO_STATUS_BLOCK),
                    Deadline.in(timeout),
                    memAddress(copy),
                    copy.capacity(),
                    0,
                    0);
            if (NtStatus.isError(status)) {
                throw failure("NtWriteFile", NtStatus.win32(status));
            }
        }
    }

    /**
     * Receives one message.
     *
     * @param room how many bytes of it to keep
     */
    public ByteBuffer receive(int room) {
        return receive(room, Deadline.in(timeout));
    }

    private ByteBuffer receive(int room, Deadline deadline) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long block = stack.ncalloc(8, 1, IO_STATUS_BLOCK);
            ByteBuffer bytes = stack.malloc(8, room);
            int status = finish(PipeCalls.READ, block, deadline, memAddress(bytes), room, 0, 0);
            int length = (int) memGetLong(block + 8);
            // The rest of a message that is too long would pass for the next one.
            long rest = stack.nmalloc(8, room);
            while (status == NtStatus.BUFFER_OVERFLOW) {
                length = room;
                status = finish(PipeCalls.READ, block, deadline, rest, room, 0, 0);
            }
            if (NtStatus.isEnd(status)) {
                throw new PeerException("the other end closed the channel");
            }
            if (NtStatus.isError(status)) {
                throw failure("NtReadFile", NtStatus.win32(status));
            }
            return ByteBuffer.allocate(length).put(0, bytes, 0, length);
        }
    }

    /** {@return the process that connected to this end} */
    public int clientProcessId() {
        return processId(PipeCalls.GET_CLIENT_PROCESS_ID);
    }

    /** {@return the process that made the pipe which this end connected to} */
    public int serverProcessId() {
        return processId(PipeCalls.GET_SERVER_PROCESS_ID);
    }

    private int processId(NativeFunction function) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var pid = stack.callocInt(2);
            now(function, memAddress(pid));
            return pid.get(0);
        }
    }

    /** Makes a call on the pipe that does not wait. */
    void now(NativeFunction function, long... arguments) {
        inUse.readLock().lock();
        try {
            requireOpen();
            NativeFunction.Result result = Win32.repeatable(function, before(arguments, handle));
            if (result.value() == 0) {
                throw failure(function.toString(), result.error());
            }
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** Makes a call that may go on after it returned, and sees to its end. */
    private int finish(NativeFunction function, long block, Deadline deadline, long... arguments) {
        inUse.readLock().lock();
        try {
            requireOpen();
            return finishOpen(function, block, deadline, arguments);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private int finishOpen(NativeFunction function, long block, Deadline deadline, long... arguments) {
        long done = event();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            int status = (int) function.callOnce(before(arguments, handle, done, 0, 0, block))
                    .value();
            if (status != NtStatus.PENDING) {
                return status;
            }
            long events = memAddress(stack.longs(done, closing));
            int woken;
            do {
                woken = (int) PipeCalls.WAIT_FOR_MULTIPLE_OBJECTS
                        .callOnce(2, events, 0, deadline.millis())
                        .value();
            } while (woken != 0 && !closed && !deadline.isOver());
            if (woken != 0) {
                // It may end well at the last moment all the same. Until it ends, Windows writes into the block.
                PipeCalls.CANCEL_IO.callOnce(handle, block);
                PipeCalls.WAIT_FOR_MULTIPLE_OBJECTS.callOnce(1, events, 0, INFINITE);
            }
            status = memGetInt(block);
            if (status == NtStatus.CANCELLED) {
                requireOpen();
                throw new WaitTimeoutException(function + ": the other side did not answer in time");
            }
            return status;
        } finally {
            NtKernel.current().close(done);
        }
    }

    private static long[] before(long[] arguments, long... first) {
        long[] all = new long[first.length + arguments.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(arguments, 0, all, first.length, arguments.length);
        return all;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this end of the channel is closed");
        }
    }

    static VkextmemException failure(String call, int error) {
        return Win32Error.isEnd(error)
                ? new PeerException(call + ": the other end closed the channel: " + Win32Error.nameOf(error))
                : Win32.failure(call, error);
    }

    /** Closes because of a failure, which stays the one that is reported. */
    public void closeAfter(Exception failure) {
        try {
            close(0, unread -> {});
        } catch (OperatingSystemException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Wakes whoever waits in a call, and closes when he has left it. Any thread; nothing after the first time.
     *
     * @param room how many bytes to keep of a message that came and was not received; 0 if they do not matter
     * @param unread gets those messages
     */
    public void close(int room, Consumer<ByteBuffer> unread) {
        closed = true;
        inUse.readLock().lock();
        try {
            if (!gone) {
                PipeCalls.SET_EVENT.callOnce(closing);
            }
        } finally {
            inUse.readLock().unlock();
        }
        inUse.writeLock().lock();
        try {
            if (!gone) {
                gone = true;
                // Each is closed, whatever becomes of the others.
                Closing event = () -> NtKernel.current().close(closing);
                Closing pipe = () -> NtKernel.current().close(handle);
                try (event;
                        pipe) {
                    if (room > 0) {
                        drain(room, unread);
                    }
                }
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    private void drain(int room, Consumer<ByteBuffer> unread) {
        Deadline now = Deadline.in(Duration.ZERO);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long block = stack.ncalloc(8, 1, IO_STATUS_BLOCK);
            ByteBuffer bytes = stack.malloc(8, room);
            for (int i = 0; i < MOST_UNREAD; i++) {
                int status = finishOpen(PipeCalls.READ, block, now, memAddress(bytes), room, 0, 0);
                if (NtStatus.isError(status)) {
                    return;
                }
                int length = (int) memGetLong(block + 8);
                unread.accept(ByteBuffer.allocate(length).put(0, bytes, 0, length));
            }
        } catch (VkextmemException | IllegalStateException e) {
            // Nothing is left to read.
            return;
        }
    }
}
