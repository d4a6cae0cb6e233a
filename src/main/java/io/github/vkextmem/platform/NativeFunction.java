package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.nmemCallocChecked;
import static org.lwjgl.system.MemoryUtil.nmemFree;

import io.github.vkextmem.UnsupportedException;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.lwjgl.system.APIUtil;
import org.lwjgl.system.libc.LibCErrno;
import org.lwjgl.system.libffi.FFICIF;
import org.lwjgl.system.libffi.FFIType;
import org.lwjgl.system.libffi.LibFFI;
import org.lwjgl.system.linux.DynamicLinkLoader;

/**
 * A function of the operating system, called through libffi. LWJGL's own bindings of close, fcntl, socket and LocalFree have
 * other signatures from 3.3.5 on than before.
 */
public final class NativeFunction {

    private static final int SLOT = 8;

    static {
        LibCErrno.errno();
    }

    private final String name;
    private final long address;
    private final FFICIF signature;
    private final boolean returnsInt;
    private final IntSupplier lastError;

    /** A function of the C library, which leaves errno. */
    public NativeFunction(String name, FFIType returns, FFIType... parameters) {
        this(name, inCLibrary(name), LibCErrno::errno, returns, parameters);
    }

    /**
     * A function at an address.
     *
     * @param lastError tells the error that the function left; it was called before, because looking it up between a call and
     *     its error would overwrite that
     */
    NativeFunction(String name, long address, IntSupplier lastError, FFIType returns, FFIType... parameters) {
        if (address == 0) {
            throw new UnsupportedException("the system has no function " + name);
        }
        this.name = name;
        this.address = address;
        this.lastError = lastError;
        this.signature = APIUtil.apiCreateCIF(LibFFI.FFI_DEFAULT_ABI, returns, parameters);
        this.returnsInt = returns.address() == LibFFI.ffi_type_sint32.address();
    }

    private static long inCLibrary(String name) {
        long process = DynamicLinkLoader.dlopen((ByteBuffer) null, DynamicLinkLoader.RTLD_LAZY);
        return DynamicLinkLoader.dlsym(process, name);
    }

    /**
     * What a call returned, and the errno or last error that it left. LWJGL's libffi does not save it within the call, and
     * the JVM may stop the thread in between, so that it is right nearly always: good for messages and for trying again.
     */
    public record Result(long value, int error) {

        /** {@return whether it is what the C library answers on failure} */
        boolean failed() {
            return value < 0;
        }
    }

    /** Calls a function of the C library, again if a signal interrupted it. */
    public Result call(long... arguments) {
        Result result;
        do {
            result = callOnce(arguments);
        } while (result.failed() && result.error() == Errno.EINTR);
        return result;
    }

    /** Calls the function; a signal may interrupt it. */
    public Result callOnce(long... arguments) {
        int count = arguments.length;
        // Not on the caller's MemoryStack: closing must work when that is full.
        long values = nmemCallocChecked(2L * count + 1, SLOT);
        try {
            long pointers = values + (long) count * SLOT;
            long returned = pointers + (long) count * SLOT;
            for (int i = 0; i < count; i++) {
                memPutLong(values + (long) i * SLOT, arguments[i]);
                memPutAddress(pointers + (long) i * SLOT, values + (long) i * SLOT);
            }
            LibFFI.nffi_call(signature.address(), address, returned, pointers);
            int error = lastError.getAsInt();
            long value = memGetLong(returned);
            return new Result(returnsInt ? (int) value : value, error);
        } finally {
            nmemFree(values);
        }
    }

    /** {@return the function's name} */
    @Override
    public String toString() {
        return name;
    }
}
