package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.windows.Kernel32;

/** Who a process runs as, as SIDs in text: what Windows notes in the process's access token. */
public final class AccessToken implements AutoCloseable {

    private static final int TOKEN_QUERY = 8;
    private static final int TOKEN_USER = 1;
    private static final int TOKEN_GROUPS = 2;
    private static final int SE_GROUP_LOGON_ID = 0xC0000000;
    private static final int SIZEOF_SID_AND_ATTRIBUTES = 16;
    private static final int SMALLEST = 16;

    private final long handle;

    private AccessToken(long handle) {
        this.handle = handle;
    }

    private static AccessToken of(long process) {
        try (NativeMemory token = NativeMemory.of(Long.BYTES)) {
            Win32.require(
                    "OpenProcessToken",
                    Win32.repeatable(Functions.OPEN_PROCESS_TOKEN, process, TOKEN_QUERY, token.address()));
            return new AccessToken(memGetAddress(token.address()));
        }
    }

    /**
     * {@return the SID of the user of this process}
     *
     * @throws OperatingSystemException if Windows refuses
     * @throws UnsupportedException on other systems than Windows
     */
    public static String user() {
        Sddl.require("given the user");
        return userOf(Kernel32.GetCurrentProcess());
    }

    /** {@return the SID of the user of a process, of which the handle permits to query it} */
    static String userOf(long process) {
        try (AccessToken token = of(process)) {
            ByteBuffer user = token.information(TOKEN_USER);
            try {
                return text(memGetAddress(memAddress(user)));
            } finally {
                Win32.freeBuffer(user);
            }
        }
    }

    /**
     * {@return the SID that all processes of one log-on share; null: there is none, as for some services}
     *
     * @throws OperatingSystemException if Windows refuses
     * @throws UnsupportedException on other systems than Windows
     */
    public static @Nullable String logon() {
        Sddl.require("given the log-on");
        try (AccessToken token = of(Kernel32.GetCurrentProcess())) {
            ByteBuffer groups = token.information(TOKEN_GROUPS);
            try {
                long at = memAddress(groups) + 8;
                for (int left = memGetInt(memAddress(groups)); left > 0; left--, at += SIZEOF_SID_AND_ATTRIBUTES) {
                    if ((memGetInt(at + 8) & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID) {
                        return text(memGetAddress(at));
                    }
                }
                return null;
            } finally {
                Win32.freeBuffer(groups);
            }
        }
    }

    /** {@return what the token says of something, which the caller frees} */
    private ByteBuffer information(int what) {
        try (NativeMemory needed = NativeMemory.of(Integer.BYTES)) {
            // Asking without room tells how much is needed.
            Functions.GET_TOKEN_INFORMATION.callOnce(handle, what, 0, 0, needed.address());
            ByteBuffer room = MemoryUtil.memAlloc(Math.max(memGetInt(needed.address()), SMALLEST));
            try {
                Win32.require(
                        "GetTokenInformation",
                        Win32.repeatable(
                                Functions.GET_TOKEN_INFORMATION,
                                handle,
                                what,
                                memAddress(room),
                                room.capacity(),
                                needed.address()));
            } catch (Throwable e) {
                Win32.freeBuffer(room);
                throw e;
            }
            return room;
        }
    }

    private static String text(long sid) {
        try (NativeMemory text = NativeMemory.of(Long.BYTES)) {
            Win32.require(
                    "ConvertSidToStringSidW", Win32.repeatable(Functions.CONVERT_SID_TO_STRING, sid, text.address()));
            return Win32.takeLocal(memGetAddress(text.address()), MemoryUtil::memUTF16);
        }
    }

    @Override
    public void close() {
        WindowsKernel.closeHandle(handle);
    }

    /** Looked up when first used, which is on Windows. */
    private static final class Functions {

        private static final NativeFunction OPEN_PROCESS_TOKEN = Win32.advapi32(
                "OpenProcessToken", ffi_type_sint32, ffi_type_pointer, ffi_type_uint32, ffi_type_pointer);
        private static final NativeFunction GET_TOKEN_INFORMATION = Win32.advapi32(
                "GetTokenInformation",
                ffi_type_sint32,
                ffi_type_pointer,
                ffi_type_sint32,
                ffi_type_pointer,
                ffi_type_uint32,
                ffi_type_pointer);
        private static final NativeFunction CONVERT_SID_TO_STRING =
                Win32.advapi32("ConvertSidToStringSidW", ffi_type_sint32, ffi_type_pointer, ffi_type_pointer);

        private Functions() {}
    }
}
