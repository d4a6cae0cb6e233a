package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memUTF16;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.windows.Kernel32;
import org.lwjgl.system.windows.WinBase;

/** Who this process runs as, as SIDs in text: what Windows notes in the process's access token. */
final class AccessToken implements AutoCloseable {

    private static final int TOKEN_QUERY = 8;
    private static final int TOKEN_USER = 1;
    private static final int TOKEN_GROUPS = 2;
    private static final int SE_GROUP_LOGON_ID = 0xC0000000;
    private static final int SIZEOF_SID_AND_ATTRIBUTES = 16;

    private final long handle;

    private AccessToken(long handle) {
        this.handle = handle;
    }

    private static AccessToken ofThisProcess() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer token = stack.callocPointer(1);
            require(
                    "OpenProcessToken",
                    JNI.callPPI(
                            Kernel32.GetCurrentProcess(), TOKEN_QUERY, token.address(), Functions.OPEN_PROCESS_TOKEN));
            return new AccessToken(token.get(0));
        }
    }

    /** {@return the user's SID} */
    static String user() {
        Sddl.require("given the user");
        try (AccessToken token = ofThisProcess()) {
            ByteBuffer user = token.information(TOKEN_USER);
            try {
                return text(memGetAddress(memAddress(user)));
            } finally {
                MemoryUtil.memFree(user);
            }
        }
    }

    /** {@return the SID that all processes of one log-on share; null: there is none, as for some services} */
    static @Nullable String logon() {
        Sddl.require("given the log-on");
        try (AccessToken token = ofThisProcess()) {
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
                MemoryUtil.memFree(groups);
            }
        }
    }

    private ByteBuffer information(int what) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer needed = stack.callocInt(1);
            // The length is a DWORD; Windows reads as much of the 8 bytes that each argument has on 64 bits.
            // Asking without room tells how much is needed.
            JNI.callPPPPI(handle, what, 0L, 0L, memAddress(needed), Functions.GET_TOKEN_INFORMATION);
            ByteBuffer room = MemoryUtil.memAlloc(Math.max(needed.get(0), 16));
            int done = JNI.callPPPPI(
                    handle,
                    what,
                    memAddress(room),
                    (long) room.capacity(),
                    memAddress(needed),
                    Functions.GET_TOKEN_INFORMATION);
            if (done == 0) {
                int error = WinBase.GetLastError();
                MemoryUtil.memFree(room);
                throw new IllegalStateException("GetTokenInformation failed: Win32 error " + error);
            }
            return room;
        }
    }

    private static String text(long sid) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer text = stack.callocPointer(1);
            require("ConvertSidToStringSidW", JNI.callPPI(sid, text.address(), Functions.CONVERT_SID_TO_STRING));
            try {
                return memUTF16(text.get(0));
            } finally {
                WinBase.LocalFree(null, text.get(0));
            }
        }
    }

    private static void require(String call, int done) {
        if (done == 0) {
            throw new IllegalStateException(call + " failed: Win32 error " + WinBase.GetLastError());
        }
    }

    @Override
    public void close() {
        require("CloseHandle", JNI.callPI(handle, Functions.CLOSE_HANDLE));
    }

    /** Looked up when first used, which is on Windows. */
    private static final class Functions {

        private static final long OPEN_PROCESS_TOKEN = Sddl.Functions.ADVAPI32.getFunctionAddress("OpenProcessToken");
        private static final long GET_TOKEN_INFORMATION =
                Sddl.Functions.ADVAPI32.getFunctionAddress("GetTokenInformation");
        private static final long CONVERT_SID_TO_STRING =
                Sddl.Functions.ADVAPI32.getFunctionAddress("ConvertSidToStringSidW");
        private static final long CLOSE_HANDLE = Kernel32.getLibrary().getFunctionAddress("CloseHandle");

        private Functions() {}
    }
}
