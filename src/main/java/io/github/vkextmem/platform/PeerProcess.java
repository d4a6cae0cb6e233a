package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.PeerException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The process at the other end of a pipe, held open so that its number cannot become another process's. */
public final class PeerProcess implements AutoCloseable {

    private static final int STILL_ACTIVE = 259;

    private static final NativeFunction GET_EXIT_CODE =
            Win32.kernel32("GetExitCodeProcess", ffi_type_sint32, ffi_type_pointer, ffi_type_pointer);

    private final long process;

    /** Those who give share it; closing waits for them, so that they can take back what did not arrive. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    /** Guarded by the lock. */
    private boolean gone;

    private PeerProcess(long process) {
        this.process = process;
    }

    /**
     * {@return the process of a number, as the pipe tells it}
     *
     * @throws PeerException if it cannot be opened, or belongs to another user
     */
    public static PeerProcess open(int pid) {
        try {
            long process = NtKernel.current().openProcess(Integer.toUnsignedLong(pid));
            PeerProcess peer = new PeerProcess(process);
            try {
                if (!AccessToken.userOf(process).equals(AccessToken.user())) {
                    throw new PeerException("the process " + Integer.toUnsignedString(pid)
                            + " at the other end belongs to another user");
                }
                return peer;
            } catch (Throwable e) {
                peer.closeAfter(e);
                throw e;
            }
        } catch (OperatingSystemException e) {
            throw new PeerException("the process at the other end is out of reach: " + e.getMessage(), e);
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (OperatingSystemException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Puts a duplicate of a handle into the process.
     *
     * @return the duplicate, which keeps the process open until it is closed; nothing if the process is closed already
     */
    public Optional<Gift> give(long handle) {
        inUse.readLock().lock();
        Gift gift = null;
        try {
            if (!gone) {
                gift = new Gift(NtKernel.current().duplicate(handle, process, NtKernel.SAME_ACCESS));
            }
            return Optional.ofNullable(gift);
        } finally {
            if (gift == null) {
                inUse.readLock().unlock();
            }
        }
    }

    /** {@return whether the process is no more, which is why nothing can be given to it} */
    public boolean hasEnded() {
        inUse.readLock().lock();
        try (NativeMemory code = NativeMemory.of(Integer.BYTES)) {
            return !gone
                    && GET_EXIT_CODE.callOnce(process, code.address()).value() != 0
                    && memGetInt(code.address()) != STILL_ACTIVE;
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** A handle in the process, of which it knows nothing until its number arrived. Closing it takes it back otherwise. */
    public final class Gift implements AutoCloseable {

        private final long value;
        private boolean arrived;

        private Gift(long value) {
            this.value = value;
        }

        /** {@return what the process calls it} */
        public long value() {
            return value;
        }

        /** Says that the number arrived: the process owns the handle. */
        public void arrived() {
            arrived = true;
        }

        /** By the thread that gave it. */
        @Override
        public void close() {
            try {
                if (!arrived) {
                    NtKernel.current().closeIn(process, value);
                }
            } finally {
                inUse.readLock().unlock();
            }
        }
    }

    /** Waits for what is being given. Any thread; nothing after the first time. */
    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!gone) {
                gone = true;
                NtKernel.current().close(process);
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
