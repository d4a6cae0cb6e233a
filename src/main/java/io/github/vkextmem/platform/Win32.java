package io.github.vkextmem.platform;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;

import io.github.vkextmem.OperatingSystemException;
import java.nio.Buffer;
import java.util.function.LongFunction;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.SharedLibrary;
import org.lwjgl.system.libffi.FFIType;
import org.lwjgl.system.windows.Kernel32;
import org.lwjgl.system.windows.WinBase;
import org.lwjgl.system.windows.WindowsLibrary;

/** Functions of Windows, and what their failures become. Other systems never initialise it. */
public final class Win32 {

    private static final SharedLibrary ADVAPI32 = new WindowsLibrary("advapi32");
    private static final SharedLibrary NTDLL = new WindowsLibrary("ntdll");

    private static final int MOST_CALLS = 4;

    private static final NativeFunction LOCAL_FREE = kernel32("LocalFree", ffi_type_pointer, ffi_type_pointer);

    static {
        WinBase.GetLastError();
    }

    private Win32() {}

    public static NativeFunction kernel32(String name, FFIType returns, FFIType... parameters) {
        return function(Kernel32.getLibrary(), name, returns, parameters);
    }

    static NativeFunction advapi32(String name, FFIType returns, FFIType... parameters) {
        return function(ADVAPI32, name, returns, parameters);
    }

    static NativeFunction ntdll(String name, FFIType returns, FFIType... parameters) {
        return function(NTDLL, name, returns, parameters);
    }

    private static NativeFunction function(SharedLibrary library, String name, FFIType returns, FFIType... parameters) {
        return new NativeFunction(name, library.getFunctionAddress(name), WinBase::GetLastError, returns, parameters);
    }

    /**
     * Calls a function that may be called again when it failed. About once in ten thousand times, while it compiles or links,
     * the JVM overwrites the last error; then only another call tells.
     */
    static NativeFunction.Result repeatable(NativeFunction function, long... arguments) {
        NativeFunction.Result result;
        int calls = 0;
        do {
            result = function.callOnce(arguments);
        } while (result.value() == 0 && result.error() == Win32Error.LOST && ++calls < MOST_CALLS);
        return result;
    }

    /** Of most functions 0 is the failure: FALSE, or a NULL handle. */
    public static void require(String call, NativeFunction.Result result) {
        if (result.value() == 0) {
            throw failure(call, result.error());
        }
    }

    static OperatingSystemException failure(String call, int error) {
        return new OperatingSystemException(call, Win32Error.nameOf(error), error);
    }

    /** Reads what Windows allocated for the caller by LocalAlloc, and frees it. */
    static <T> T takeLocal(long address, LongFunction<T> read) {
        try {
            return read.apply(address);
        } finally {
            free(address);
        }
    }

    private static void free(long address) {
        NativeFunction.Result result = LOCAL_FREE.callOnce(address);
        if (result.value() != 0) {
            throw failure("LocalFree", result.error());
        }
    }

    /** Frees what memAlloc or memUTF16 allocated: until LWJGL 3.3.4, there is no memFree(ByteBuffer). */
    static void freeBuffer(Buffer buffer) {
        MemoryUtil.memFree(buffer);
    }

    public static String hex(long handle) {
        return "0x" + Long.toHexString(handle);
    }
}
