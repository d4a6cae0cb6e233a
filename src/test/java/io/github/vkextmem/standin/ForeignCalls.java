package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import java.util.Arrays;
import org.lwjgl.system.APIUtil;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.libffi.FFICIF;
import org.lwjgl.system.libffi.FFIType;
import org.lwjgl.system.libffi.LibFFI;

/** Calls native functions by address. In the Windows ABI each integer and each pointer takes a whole slot. */
final class ForeignCalls {

    private static final int SLOT = 8;
    private static final FFICIF[] BY_COUNT = new FFICIF[9];

    static {
        for (int count = 0; count < BY_COUNT.length; count++) {
            FFIType[] types = new FFIType[count];
            Arrays.fill(types, LibFFI.ffi_type_sint64);
            BY_COUNT[count] = APIUtil.apiCreateCIF(LibFFI.FFI_DEFAULT_ABI, LibFFI.ffi_type_sint64, types);
        }
    }

    private ForeignCalls() {}

    /** {@return what the function returned; the upper half is garbage if it returns an int} */
    static long call(long function, long... arguments) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long values = stack.ncalloc(SLOT, arguments.length + 1, SLOT);
            long pointers = stack.ncalloc(SLOT, arguments.length + 1, SLOT);
            long returned = values + (long) arguments.length * SLOT;
            for (int i = 0; i < arguments.length; i++) {
                memPutLong(values + (long) i * SLOT, arguments[i]);
                memPutAddress(pointers + (long) i * SLOT, values + (long) i * SLOT);
            }
            LibFFI.nffi_call(BY_COUNT[arguments.length].address(), function, returned, pointers);
            return memGetLong(returned);
        }
    }
}
