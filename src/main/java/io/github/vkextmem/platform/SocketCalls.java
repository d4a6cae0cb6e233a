package io.github.vkextmem.platform;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint64;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint64;

/** The C library's calls on sockets and on the files that they are bound to, in a class of their own: other systems than Linux never look them up. */
final class SocketCalls {

    static final NativeFunction SOCKET =
            new NativeFunction("socket", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);
    static final NativeFunction BIND =
            new NativeFunction("bind", ffi_type_sint32, ffi_type_sint32, ffi_type_pointer, ffi_type_uint32);
    static final NativeFunction LISTEN =
            new NativeFunction("listen", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);
    static final NativeFunction ACCEPT = new NativeFunction(
            "accept4", ffi_type_sint32, ffi_type_sint32, ffi_type_pointer, ffi_type_pointer, ffi_type_sint32);
    static final NativeFunction CONNECT =
            new NativeFunction("connect", ffi_type_sint32, ffi_type_sint32, ffi_type_pointer, ffi_type_uint32);
    static final NativeFunction POLL =
            new NativeFunction("poll", ffi_type_sint32, ffi_type_pointer, ffi_type_uint64, ffi_type_sint32);
    static final NativeFunction SENDMSG =
            new NativeFunction("sendmsg", ffi_type_sint64, ffi_type_sint32, ffi_type_pointer, ffi_type_sint32);
    static final NativeFunction RECVMSG =
            new NativeFunction("recvmsg", ffi_type_sint64, ffi_type_sint32, ffi_type_pointer, ffi_type_sint32);
    static final NativeFunction SHUTDOWN =
            new NativeFunction("shutdown", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);
    static final NativeFunction GETSOCKOPT = new NativeFunction(
            "getsockopt",
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_sint32,
            ffi_type_pointer,
            ffi_type_pointer);
    static final NativeFunction GETPEERNAME =
            new NativeFunction("getpeername", ffi_type_sint32, ffi_type_sint32, ffi_type_pointer, ffi_type_pointer);
    static final NativeFunction GETEUID = new NativeFunction("geteuid", ffi_type_uint32);

    /** Variadic in C; the third argument is read only if a file is created. */
    static final NativeFunction OPEN = new NativeFunction("open", ffi_type_sint32, ffi_type_pointer, ffi_type_sint32);

    static final NativeFunction FLOCK = new NativeFunction("flock", ffi_type_sint32, ffi_type_sint32, ffi_type_sint32);

    private SocketCalls() {}
}
