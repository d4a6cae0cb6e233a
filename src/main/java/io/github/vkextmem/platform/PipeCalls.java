package io.github.vkextmem.platform;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

/**
 * Windows's calls on named pipes, in a class of their own: other systems never look them up. Reading, writing and listening go
 * through ntdll, which returns its error: whether a call is still going on must not hang on a last error that the JVM may overwrite.
 */
final class PipeCalls {

    static final NativeFunction CREATE_NAMED_PIPE = Win32.kernel32(
            "CreateNamedPipeW",
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_pointer);
    static final NativeFunction CREATE_FILE = Win32.kernel32(
            "CreateFileW",
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_uint32,
            ffi_type_pointer);
    static final NativeFunction SET_NAMED_PIPE_HANDLE_STATE = Win32.kernel32(
            "SetNamedPipeHandleState",
            ffi_type_sint32,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_pointer);
    static final NativeFunction GET_CLIENT_PROCESS_ID =
            Win32.kernel32("GetNamedPipeClientProcessId", ffi_type_sint32, ffi_type_pointer, ffi_type_pointer);
    static final NativeFunction GET_SERVER_PROCESS_ID =
            Win32.kernel32("GetNamedPipeServerProcessId", ffi_type_sint32, ffi_type_pointer, ffi_type_pointer);
    static final NativeFunction CREATE_EVENT = Win32.kernel32(
            "CreateEventW", ffi_type_pointer, ffi_type_pointer, ffi_type_sint32, ffi_type_sint32, ffi_type_pointer);
    static final NativeFunction SET_EVENT = Win32.kernel32("SetEvent", ffi_type_sint32, ffi_type_pointer);
    static final NativeFunction WAIT_FOR_MULTIPLE_OBJECTS = Win32.kernel32(
            "WaitForMultipleObjects",
            ffi_type_sint32,
            ffi_type_uint32,
            ffi_type_pointer,
            ffi_type_sint32,
            ffi_type_uint32);
    static final NativeFunction CANCEL_IO =
            Win32.kernel32("CancelIoEx", ffi_type_sint32, ffi_type_pointer, ffi_type_pointer);
    static final NativeFunction READ = transfer("NtReadFile");
    static final NativeFunction WRITE = transfer("NtWriteFile");
    static final NativeFunction CONTROL = Win32.ntdll(
            "NtFsControlFile",
            ffi_type_sint32,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_pointer,
            ffi_type_uint32);

    private PipeCalls() {}

    private static NativeFunction transfer(String name) {
        return Win32.ntdll(
                name,
                ffi_type_sint32,
                ffi_type_pointer,
                ffi_type_pointer,
                ffi_type_pointer,
                ffi_type_pointer,
                ffi_type_pointer,
                ffi_type_pointer,
                ffi_type_uint32,
                ffi_type_pointer,
                ffi_type_pointer);
    }
}
