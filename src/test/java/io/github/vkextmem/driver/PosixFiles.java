package io.github.vkextmem.driver;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memUTF8;
import static org.lwjgl.system.MemoryUtil.nmemFree;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

import io.github.vkextmem.platform.NativeFunction;
import org.lwjgl.system.libffi.FFIType;
import org.lwjgl.system.linux.FCNTL;

/** Calls on file descriptors that the library does not need, on Linux; LWJGL's own differ from version to version. */
public final class PosixFiles {

    private PosixFiles() {}

    /** {@return a new descriptor of a file} */
    public static int open(String path, int flags) {
        // Not on the MemoryStack, which may be full: it belongs to the caller of an emulated driver.
        long name = memAddress(memUTF8(path));
        try {
            return call("open " + path, "open", ffi_type_pointer, name, flags, 0);
        } finally {
            nmemFree(name);
        }
    }

    /** {@return a new descriptor of a file, close-on-exec} */
    public static int openForReading(String path) {
        return open(path, FCNTL.O_RDONLY | FCNTL.O_CLOEXEC);
    }

    /** {@return a new descriptor of the same thing, close-on-exec; its number is the first free one from {@code lowest} on} */
    public static int duplicate(int fd, int lowest) {
        return call("duplicate " + fd, "fcntl", ffi_type_sint32, fd, FCNTL.F_DUPFD_CLOEXEC, lowest);
    }

    /** {@return a new socket} */
    public static int socket(int domain, int type) {
        return call("make a socket", "socket", ffi_type_sint32, domain, type, 0);
    }

    private static int call(String what, String function, FFIType first, long... arguments) {
        NativeFunction.Result result =
                new NativeFunction(function, ffi_type_sint32, first, ffi_type_sint32, ffi_type_sint32).call(arguments);
        if (result.value() < 0) {
            throw new IllegalStateException("cannot " + what + ": errno " + result.error());
        }
        return (int) result.value();
    }
}
