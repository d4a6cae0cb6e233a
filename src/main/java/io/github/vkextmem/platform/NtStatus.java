package io.github.vkextmem.platform;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

/** What ntdll's functions return: the error itself, which nothing can overwrite. */
final class NtStatus {

    static final int PENDING = 0x103;
    static final int BUFFER_OVERFLOW = 0x80000005;
    static final int PIPE_DISCONNECTED = 0xC00000B0;
    static final int PIPE_CLOSING = 0xC00000B1;
    static final int PIPE_CONNECTED = 0xC00000B2;
    static final int CANCELLED = 0xC0000120;
    static final int PIPE_BROKEN = 0xC000014B;

    private static final NativeFunction TO_DOS_ERROR =
            Win32.ntdll("RtlNtStatusToDosError", ffi_type_sint32, ffi_type_sint32);

    private NtStatus() {}

    static boolean isError(int status) {
        return status >>> 30 == 3;
    }

    /** {@return whether the other end of the pipe is gone} */
    static boolean isEnd(int status) {
        return status == PIPE_BROKEN || status == PIPE_CLOSING || status == PIPE_DISCONNECTED;
    }

    static int win32(int status) {
        return (int) TO_DOS_ERROR.callOnce(status).value();
    }
}
