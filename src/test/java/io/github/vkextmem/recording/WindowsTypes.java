package io.github.vkextmem.recording;

import static org.lwjgl.system.MemoryUtil.memGetByte;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memGetShort;

/** What a chain points to and Windows defines, read as a Windows driver would; on any platform. */
final class WindowsTypes {

    private static final int LONGEST_NAME = 32767;

    private WindowsTypes() {}

    /** {@return the structure; null for NULL} */
    static RecordedStructure securityAttributes(long address) {
        if (address == 0) {
            return null;
        }
        if (memGetInt(address + 4) != 0 || memGetInt(address + 20) != 0) {
            throw new AssertionError("padding of SECURITY_ATTRIBUTES was not written");
        }
        return RecordedStructure.structure(
                "SECURITY_ATTRIBUTES",
                "nLength",
                memGetInt(address),
                "lpSecurityDescriptor",
                descriptor(memGetLong(address + 8)),
                "bInheritHandle",
                bool(address + 16));
    }

    /** {@return the UTF-16 units up to and with the terminator; null for NULL} */
    static String wideString(long address) {
        if (address == 0) {
            return null;
        }
        StringBuilder string = new StringBuilder();
        do {
            string.append((char) memGetShort(address + 2L * string.length()));
            if (string.length() > LONGEST_NAME) {
                throw new AssertionError("a string without terminator: " + string);
            }
        } while (string.charAt(string.length() - 1) != 0);
        return string.toString();
    }

    static boolean bool(long address) {
        int value = memGetInt(address);
        if (value != 0 && value != 1) {
            throw new AssertionError("a boolean of " + value);
        }
        return value == 1;
    }

    static String hex(long address, int length) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            hex.append(String.format("%02x", memGetByte(address + i)));
        }
        return hex.toString();
    }

    /** GetSecurityDescriptorLength: as far as the SIDs and access lists reach to which a self-relative one refers. */
    private static String descriptor(long address) {
        if (address == 0) {
            return null;
        }
        if (address % 4 != 0 || memGetByte(address) != 1 || memGetShort(address + 2) >= 0) {
            throw new AssertionError("no self-relative security descriptor: " + hex(address, 20));
        }
        int length = 20;
        for (int field = 4; field <= 16; field += 4) {
            int offset = memGetInt(address + field);
            if (offset != 0) {
                int size = field <= 8
                        ? 8 + 4 * Byte.toUnsignedInt(memGetByte(address + offset + 1))
                        : Short.toUnsignedInt(memGetShort(address + offset + 2));
                length = Math.max(length, offset + size);
            }
        }
        return hex(address, length);
    }
}
