package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetByte;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetShort;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a self-relative SECURITY_DESCRIPTOR. Windows follows the offsets in it and does not ask how many bytes
 * there are, so they are looked at before it does.
 *
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-dtyp/7d4dac05-9cef-4563-a058-f108abecce1d">
 *     SECURITY_DESCRIPTOR</a>
 */
final class DescriptorBytes {

    /** The smallest self-relative descriptor: revision, control and four offsets. */
    static final int SMALLEST = 20;

    private static final int SE_SELF_RELATIVE = 0x8000;

    /** Owner, group and two access lists of at most 64 KiB each lie before it. */
    private static final int LARGEST_OFFSET = 0x21000;

    private static final int SID_HEADER = 8;
    private static final int MOST_SUB_AUTHORITIES = 15;
    private static final int ACL_HEADER = 8;
    private static final int ACE_HEADER = 4;

    private final ByteBuffer bytes;

    private DescriptorBytes(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Copies a descriptor from native memory; its own offsets say how far it reaches.
     *
     * @throws IllegalArgumentException if it is not self-relative: an absolute one holds pointers instead of offsets
     */
    static byte[] read(long address) {
        if (memGetByte(address) != 1 || (memGetShort(address + 2) & SE_SELF_RELATIVE) == 0) {
            throw new IllegalArgumentException("the security descriptor at 0x" + Long.toHexString(address)
                    + " is not self-relative (revision 1, SE_SELF_RELATIVE); MakeSelfRelativeSD makes one of it");
        }
        int end = SMALLEST;
        for (int sid = 4; sid <= 8; sid += 4) {
            int offset = offset(address + sid);
            if (offset != 0) {
                end = Math.max(end, offset + SID_HEADER + 4 * Byte.toUnsignedInt(memGetByte(address + offset + 1)));
            }
        }
        for (int acl = 12; acl <= 16; acl += 4) {
            int offset = offset(address + acl);
            if (offset != 0) {
                end = Math.max(end, offset + Short.toUnsignedInt(memGetShort(address + offset + 2)));
            }
        }
        byte[] copy = new byte[end];
        for (int i = 0; i < end; i++) {
            copy[i] = memGetByte(address + i);
        }
        return copy;
    }

    private static int offset(long address) {
        int offset = memGetInt(address);
        if (offset < 0 || offset > LARGEST_OFFSET) {
            throw new IllegalArgumentException(
                    "the security descriptor has an offset of " + Integer.toUnsignedString(offset) + " bytes");
        }
        return offset;
    }

    /** {@return what is wrong with the bytes, null if nothing} */
    static @Nullable String problem(byte[] bytes) {
        if (bytes.length < SMALLEST) {
            return "it has only " + bytes.length + " bytes";
        }
        return new DescriptorBytes(bytes).problem();
    }

    private @Nullable String problem() {
        if (bytes.get(0) != 1) {
            return "its revision is " + bytes.get(0);
        }
        if ((bytes.getShort(2) & SE_SELF_RELATIVE) == 0) {
            return "SE_SELF_RELATIVE is not set";
        }
        if (isNoSid(bytes.getInt(4))) {
            return "its owner is no SID";
        }
        if (isNoSid(bytes.getInt(8))) {
            return "its group is no SID";
        }
        if (isNoAcl(bytes.getInt(12))) {
            return "its system access list is none";
        }
        return isNoAcl(bytes.getInt(16)) ? "its discretionary access list is none" : null;
    }

    private boolean isNoSid(int offset) {
        if (offset == 0) {
            return false;
        }
        if (!fits(offset, SID_HEADER) || bytes.get(offset) != 1) {
            return true;
        }
        int subAuthorities = Byte.toUnsignedInt(bytes.get(offset + 1));
        return subAuthorities > MOST_SUB_AUTHORITIES || !fits(offset, SID_HEADER + Integer.BYTES * subAuthorities);
    }

    private boolean isNoAcl(int offset) {
        if (offset == 0) {
            return false;
        }
        if (!fits(offset, ACL_HEADER) || bytes.get(offset) < 2 || bytes.get(offset) > 4) {
            return true;
        }
        int size = Short.toUnsignedInt(bytes.getShort(offset + 2));
        if (size < ACL_HEADER || !fits(offset, size)) {
            return true;
        }
        int used = ACL_HEADER;
        for (int left = Short.toUnsignedInt(bytes.getShort(offset + 4)); left > 0; left--) {
            if (used + ACE_HEADER > size) {
                return true;
            }
            int entry = Short.toUnsignedInt(bytes.getShort(offset + used + 2));
            if (entry < ACE_HEADER || used + entry > size) {
                return true;
            }
            used += entry;
        }
        return false;
    }

    private boolean fits(int offset, int size) {
        return offset >= SMALLEST && offset <= bytes.capacity() - size;
    }
}
