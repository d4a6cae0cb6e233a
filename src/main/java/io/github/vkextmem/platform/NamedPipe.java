package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memByteBuffer;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutAddress;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import io.github.vkextmem.VkextmemException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a named pipe that keeps message boundaries. Every wait ends after the pipe's time-out, when the thread is
 * interrupted, or when another thread closes the pipe.
 */
public final class NamedPipe {

    private static final int FSCTL_PIPE_LISTEN = 0x110008;
    private static final int INFINITE = -1;
    private static final int SIZEOF_IO_STATUS_BLOCK = 16;

    /** So that a peer who never stops sending cannot keep us from closing. */
    private static final int MOST_UNREAD = 1024;

    private final long handle;
    private final Duration timeout;

    /** Set when the pipe is closed: every wait waits for it as well. */
    private final long closing;

    /** Calls share it; closing waits for them, so that no call is left with a number that is somebody else's. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    /** One thread receives at a time: another would get the rest of a message that is too long. */
    private final ReentrantLock receiving = new ReentrantLock();

    /** Whether the rest of a message that was too long comes next. Guarded by {@link #receiving}, or the write lock. */
    private boolean inRest;

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
        } catch (Throwable e) {
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
     * Waits until a client connects.
     *
     * @return whether it is still connected
     */
    public boolean awaitClient(Deadline deadline) {
        Outcome outcome = finish(PipeCalls.CONTROL, deadline, FSCTL_PIPE_LISTEN, 0, 0, 0, 0);
        if (outcome.isError() && outcome.status() != NtStatus.PIPE_CONNECTED && !outcome.isEnd()) {
            throw failure("NtFsControlFile", NtStatus.win32(outcome.status()));
        }
        return !outcome.isEnd();
    }

    /** Sends one message, or nothing of it. */
    public void send(ByteBuffer bytes) {
        int length = bytes.capacity();
        try (NativeMemory copy = NativeMemory.of(length)) {
            memByteBuffer(copy.address(), length).put(0, bytes, 0, length);
            Outcome outcome = finish(PipeCalls.WRITE, Deadline.in(timeout), copy.address(), length, 0, 0);
            if (outcome.isError()) {
                throw failure("NtWriteFile", NtStatus.win32(outcome.status()));
            }
        }
    }

    /**
     * Receives one message.
     *
     * @param most how many bytes it may have
     * @throws PeerException if it has more; the next call skips the rest, however slowly that comes
     */
    public ByteBuffer receive(int most) {
        Deadline deadline = Deadline.in(timeout);
        try (NativeMemory bytes = NativeMemory.of(most)) {
            deadline.lock(PipeCalls.READ, receiving);
            try {
                return deadline.await(PipeCalls.READ, millis -> read(bytes, most, deadline));
            } finally {
                receiving.unlock();
            }
        }
    }

    /** {@return a message, or null after a part of the rest of one that was too long} */
    private @Nullable ByteBuffer read(NativeMemory bytes, int most, Deadline deadline) {
        Outcome read = finish(PipeCalls.READ, deadline, bytes.address(), most, 0, 0);
        if (read.isEnd()) {
            throw new PeerException("the other end closed the channel");
        }
        if (read.isError()) {
            throw failure("NtReadFile", NtStatus.win32(read.status()));
        }
        boolean wasInRest = inRest;
        if (isWhole(read)) {
            return copy(bytes, read);
        }
        if (wasInRest) {
            return null;
        }
        throw new PeerException("a message of more than " + most + " bytes");
    }

    private boolean isWhole(Outcome read) {
        boolean wasInRest = inRest;
        inRest = read.status() == NtStatus.BUFFER_OVERFLOW;
        return !wasInRest && !inRest;
    }

    private static ByteBuffer copy(NativeMemory bytes, Outcome read) {
        int length = read.length();
        return ByteBuffer.allocate(length).put(0, memByteBuffer(bytes.address(), length), 0, length);
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
        try (NativeMemory pid = NativeMemory.of(Long.BYTES)) {
            now(function, pid.address());
            return memGetInt(pid.address());
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

    /** What a call left in its {@code IO_STATUS_BLOCK}. */
    private record Outcome(int status, int length) {

        boolean isError() {
            return NtStatus.isError(status);
        }

        boolean isEnd() {
            return NtStatus.isEnd(status);
        }
    }

    /** Waits for the end of a call that Windows has not finished, or throws. */
    private interface Waiter {

        /** @param events the event that the end of the call sets, and behind it the one that closing sets */
        void await(long events);
    }

    /** Makes a call that may go on after it returned, and sees to its end. */
    private Outcome finish(NativeFunction function, Deadline deadline, long... arguments) {
        inUse.readLock().lock();
        try {
            requireOpen();
            return finishOpen(function, events -> await(function, deadline, events), arguments);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private void await(NativeFunction function, Deadline deadline, long events) {
        deadline.await(function, millis -> {
            long woken = PlatformThreads.call(PipeCalls.WAIT_FOR_MULTIPLE_OBJECTS, 2, events, 0, millis)
                    .value();
            if (woken == 0) {
                return woken;
            }
            requireOpen();
            return null;
        });
    }

    private Outcome finishOpen(NativeFunction function, Waiter waiter, long... arguments) {
        try (NativeMemory memory = NativeMemory.of(SIZEOF_IO_STATUS_BLOCK + 2L * Long.BYTES)) {
            long block = memory.address();
            long done = event();
            try {
                int status = (int) function.callOnce(before(arguments, handle, done, 0, 0, block))
                        .value();
                if (status == NtStatus.PENDING) {
                    long events = block + SIZEOF_IO_STATUS_BLOCK;
                    memPutAddress(events, done);
                    memPutAddress(events + Long.BYTES, closing);
                    status = pending(block, events, waiter);
                }
                return new Outcome(status, (int) memGetLong(block + Long.BYTES));
            } finally {
                NtKernel.current().close(done);
            }
        }
    }

    private int pending(long block, long events, Waiter waiter) {
        try {
            waiter.await(events);
        } catch (Throwable e) {
            // It may end well at the last moment all the same. Until it ends, Windows writes into the block.
            PipeCalls.CANCEL_IO.callOnce(handle, block);
            PipeCalls.WAIT_FOR_MULTIPLE_OBJECTS.callOnce(1, events, 0, INFINITE);
            if (memGetInt(block) == NtStatus.CANCELLED) {
                throw e;
            }
        }
        return memGetInt(block);
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
    public void closeAfter(Throwable failure) {
        try {
            close(0, unread -> {});
        } catch (OperatingSystemException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Wakes the threads that wait in a call, and closes when they have left it. Any thread; nothing after the first time.
     *
     * @param most how many bytes a message may have that came and was not received; 0 if they do not matter
     * @param unread gets those messages
     */
    public void close(int most, Consumer<ByteBuffer> unread) {
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
                    if (most > 0) {
                        drain(most, unread);
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

    /** Does not wait, so that an interrupt does not keep it from its work. */
    private void drain(int most, Consumer<ByteBuffer> unread) {
        Waiter none = events -> {
            throw new IllegalStateException("nothing is left to read");
        };
        try (NativeMemory bytes = NativeMemory.of(most)) {
            for (int i = 0; i < MOST_UNREAD; i++) {
                Outcome read = finishOpen(PipeCalls.READ, none, bytes.address(), most, 0, 0);
                if (read.isError()) {
                    return;
                }
                if (isWhole(read)) {
                    unread.accept(copy(bytes, read));
                }
            }
        } catch (VkextmemException | IllegalStateException e) {
            // Nothing is left to read.
            return;
        }
    }
}
