package io.github.vkextmem.handle;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.windows.Kernel32;

/** The process at the other end of a pipe, held open so that its number cannot become another process's. */
final class PeerProcess implements AutoCloseable {

    private static final int TOKEN_QUERY = 8;
    private static final int TOKEN_USER = 1;

    /** A TOKEN_USER with the longest SID that there is. */
    private static final int MOST_TOKEN_USER = 16 + 68;

    private static final NativeFunction OPEN_PROCESS_TOKEN =
            Win32.advapi32("OpenProcessToken", ffi_type_sint32, ffi_type_pointer, ffi_type_uint32, ffi_type_pointer);
    private static final NativeFunction GET_TOKEN_INFORMATION = Win32.advapi32(
            "GetTokenInformation",
            ffi_type_sint32,
            ffi_type_pointer,
            ffi_type_sint32,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_pointer);
    private static final NativeFunction EQUAL_SID =
            Win32.advapi32("EqualSid", ffi_type_sint32, ffi_type_pointer, ffi_type_pointer);

    private final long process;

    /** Those who give share it; closing waits for them, so that they can take back what did not arrive. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    /** Guarded by the lock. */
    private boolean gone;

    private PeerProcess(long process) {
        this.process = process;
    }

    /** @throws IOException if it cannot be opened, or belongs to another user */
    static PeerProcess open(int pid) throws IOException {
        try {
            long process = NtKernel.current().openProcess(Integer.toUnsignedLong(pid));
            PeerProcess peer = new PeerProcess(process);
            try {
                if (!isOfThisUser(process)) {
                    throw new IOException("the process " + Integer.toUnsignedString(pid)
                            + " at the other end belongs to another user");
                }
                return peer;
            } catch (IOException | RuntimeException e) {
                peer.closeAfter(e);
                throw e;
            }
        } catch (OperatingSystemException e) {
            throw new IOException("the process at the other end is out of reach: " + e.getMessage(), e);
        }
    }

    private static boolean isOfThisUser(long process) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long own = userOf(Kernel32.GetCurrentProcess(), stack);
            return EQUAL_SID.callOnce(own, userOf(process, stack)).value() != 0;
        }
    }

    /** {@return the address of a SID on the stack} */
    private static long userOf(long process, MemoryStack stack) {
        var token = stack.callocPointer(1);
        Win32.require("OpenProcessToken", Win32.repeatable(OPEN_PROCESS_TOKEN, process, TOKEN_QUERY, token.address()));
        try {
            ByteBuffer user = stack.calloc(8, MOST_TOKEN_USER);
            Win32.require(
                    "GetTokenInformation",
                    Win32.repeatable(
                            GET_TOKEN_INFORMATION,
                            token.get(0),
                            TOKEN_USER,
                            memAddress(user),
                            user.capacity(),
                            memAddress(stack.callocInt(1))));
            return memGetAddress(memAddress(user));
        } finally {
            NtKernel.current().close(token.get(0));
        }
    }

    private void closeAfter(Exception failure) {
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
    Optional<Gift> give(long handle) {
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

    /** A handle in the process, of which it knows nothing until its number arrived. Closing it takes it back otherwise. */
    final class Gift implements AutoCloseable {

        private final long value;
        private boolean arrived;

        private Gift(long value) {
            this.value = value;
        }

        /** {@return what the process calls it} */
        long value() {
            return value;
        }

        /** Says that the number arrived: the process owns the handle. */
        void arrived() {
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
