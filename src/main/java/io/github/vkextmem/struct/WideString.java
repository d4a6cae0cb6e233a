package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetShort;
import static org.lwjgl.system.MemoryUtil.memPutLong;
import static org.lwjgl.system.MemoryUtil.memPutShort;

import org.jspecify.annotations.Nullable;

/** A NUL-terminated UTF-16 string in native memory, as Win32 has it; written without a copy on the Java heap. */
final class WideString {

    private WideString() {}

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
