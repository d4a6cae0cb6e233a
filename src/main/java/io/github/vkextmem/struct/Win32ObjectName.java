package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetShort;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.memPutShort;

import org.jspecify.annotations.Nullable;

/**
 * Name of a Windows kernel object, by which other processes open it; in native memory UTF-16 with a terminator, written without
 * a copy on the Java heap.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/termserv/kernel-object-namespaces">kernel object
 *     namespaces</a>
 */
final class Win32ObjectName {

    private static final int MAX_PATH = 260;
    private static final String RULE =
            "the name of a kernel object is what follows an optional 'Local\\' or 'Global\\', is"
                    + " not empty, has no other backslash and no NUL, and is at most " + MAX_PATH
                    + " characters long in all";

    private Win32ObjectName() {}

    /** @throws IllegalArgumentException if Windows takes no such name */
    static void require(String name) {
        int start = name.startsWith("Local\\") ? 6 : name.startsWith("Global\\") ? 7 : 0;
        if (start == name.length()
                || name.indexOf('\\', start) >= 0
                || name.indexOf('\0') >= 0
                || name.length() > MAX_PATH) {
            throw new IllegalArgumentException(RULE + "; this one is not: '" + name + "'");
        }
    }

    /** {@return the bytes it takes with its terminator, a multiple of 8; 0 for null} */
    static int byteSize(@Nullable String string) {
        return string == null ? 0 : (string.length() * 2 + 2 + 7) & ~7;
    }

    static void write(long address, String string) {
        memPutLong(address + byteSize(string) - 8, 0);
        for (int i = 0; i < string.length(); i++) {
            memPutShort(address + 2L * i, (short) string.charAt(i));
        }
    }

    static @Nullable String read(long address) {
        if (address == 0) {
            return null;
        }
        StringBuilder string = new StringBuilder();
        for (long at = address; memGetShort(at) != 0; at += 2) {
            string.append((char) memGetShort(at));
        }
        return string.toString();
    }
}
