package io.github.vkextmem.handle;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import java.io.IOException;
import java.nio.ByteBuffer;
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

    private final Ownership process;

    private PeerProcess(long process) {
        this.process = new Ownership("process", process);
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
                peer.close();
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

    boolean isOpen() {
        return process.isOpen();
    }

    /** {@return the value of a duplicate that the process now owns} */
    long give(NtHandle handle) {
        return process.lend(
                target -> handle.lend(value -> NtKernel.current().duplicate(value, target, NtKernel.SAME_ACCESS)));
    }

    /** Takes back what the process was given and cannot know of. */
    void takeBack(long value, Exception failure) {
        try {
            process.lend(target -> {
                NtKernel.current().closeIn(target, value);
                return value;
            });
        } catch (OperatingSystemException | IllegalStateException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        process.close(NtKernel.current()::close);
    }
}
