package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import org.lwjgl.system.windows.Kernel32;

/** The NT handles of kernel32. */
final class WindowsKernel implements NtKernel {

    private static final NativeFunction CLOSE_HANDLE = Win32.kernel32("CloseHandle", ffi_type_sint32, ffi_type_pointer);
    private static final NativeFunction DUPLICATE_HANDLE = Win32.kernel32(
            "DuplicateHandle",
            ffi_type_sint32,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_pointer,
            ffi_type_uint32,
            ffi_type_sint32,
            ffi_type_uint32);
    private static final NativeFunction GET_HANDLE_INFORMATION =
            Win32.kernel32("GetHandleInformation", ffi_type_sint32, ffi_type_pointer, ffi_type_pointer);
    private static final NativeFunction SET_HANDLE_INFORMATION =
            Win32.kernel32("SetHandleInformation", ffi_type_sint32, ffi_type_pointer, ffi_type_uint32, ffi_type_uint32);
    private static final NativeFunction OPEN_PROCESS =
            Win32.kernel32("OpenProcess", ffi_type_pointer, ffi_type_uint32, ffi_type_sint32, ffi_type_uint32);

    private static final int DUPLICATE_CLOSE_SOURCE = 1;
    private static final int DUPLICATE_SAME_ACCESS = 2;
    private static final int HANDLE_FLAG_INHERIT = 1;
    private static final int PROCESS_DUP_HANDLE = 0x40;
    private static final int PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;

    @Override
    public void close(long handle) {
        closeHandle(handle);
    }

    static void closeHandle(long handle) {
        Win32.require("CloseHandle(" + Win32.hex(handle) + ")", CLOSE_HANDLE.callOnce(handle));
    }

    @Override
    public long duplicate(long handle, long process, int access) {
        try (NativeMemory target = NativeMemory.of(Long.BYTES)) {
            NativeFunction.Result result = Win32.repeatable(
                    DUPLICATE_HANDLE,
                    currentProcess(),
                    handle,
                    process,
                    target.address(),
                    access,
                    0,
                    access == SAME_ACCESS ? DUPLICATE_SAME_ACCESS : 0);
            Win32.require("DuplicateHandle(" + Win32.hex(handle) + ")", result);
            return memGetAddress(target.address());
        }
    }

    @Override
    public void closeIn(long process, long handle) {
        // CloseHandle closes handles of the calling process only, so it becomes one. Without a process to move it to,
        // Windows would close it just as well, but Wine does so and calls it a failure.
        try (NativeMemory own = NativeMemory.of(Long.BYTES)) {
            Win32.require(
                    "DuplicateHandle(" + Win32.hex(handle) + ", DUPLICATE_CLOSE_SOURCE)",
                    DUPLICATE_HANDLE.callOnce(
                            process,
                            handle,
                            currentProcess(),
                            own.address(),
                            0,
                            0,
                            DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS));
            close(memGetAddress(own.address()));
        }
    }

    @Override
    public boolean isInheritable(long handle) {
        try (NativeMemory flags = NativeMemory.of(Integer.BYTES)) {
            Win32.require(
                    "GetHandleInformation(" + Win32.hex(handle) + ")",
                    Win32.repeatable(GET_HANDLE_INFORMATION, handle, flags.address()));
            return (memGetInt(flags.address()) & HANDLE_FLAG_INHERIT) != 0;
        }
    }

    @Override
    public void setInheritable(long handle, boolean inheritable) {
        Win32.require(
                "SetHandleInformation(" + Win32.hex(handle) + ")",
                Win32.repeatable(
                        SET_HANDLE_INFORMATION, handle, HANDLE_FLAG_INHERIT, inheritable ? HANDLE_FLAG_INHERIT : 0));
    }

    @Override
    public boolean isValid(long handle) {
        try (NativeMemory flags = NativeMemory.of(Integer.BYTES)) {
            // It fails for no other reason.
            return GET_HANDLE_INFORMATION.callOnce(handle, flags.address()).value() != 0;
        }
    }

    @Override
    public long currentProcess() {
        return Kernel32.GetCurrentProcess();
    }

    @Override
    public long openProcess(long pid) {
        // GetProcessId, with which the process can be told from a later one of the same number, needs the second right.
        NativeFunction.Result result =
                Win32.repeatable(OPEN_PROCESS, PROCESS_DUP_HANDLE | PROCESS_QUERY_LIMITED_INFORMATION, 0, pid);
        Win32.require("OpenProcess(" + pid + ")", result);
        return result.value();
    }
}
