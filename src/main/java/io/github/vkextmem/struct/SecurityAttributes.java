package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetByte;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memGetShort;
import static org.lwjgl.system.MemoryUtil.memPutByte;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.StructBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who may open an NT handle, and whether child processes inherit it: the Win32 structure SECURITY_ATTRIBUTES with the
 * security descriptor it points to, as an immutable value.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/api/wtypesbase/ns-wtypesbase-security_attributes">
 *     SECURITY_ATTRIBUTES</a>
 */
public final class SecurityAttributes {

    /** Spelt out, because LWJGL's class of that name needs no Windows but its setter refuses a NULL descriptor. */
    private static final int SIZEOF = 24;

    private static final int LP_SECURITY_DESCRIPTOR = 8;
    private static final int B_INHERIT_HANDLE = 16;

    /** The smallest self-relative descriptor: revision, control and four offsets. */
    private static final int SMALLEST_DESCRIPTOR = 20;

    private static final int SE_SELF_RELATIVE = 0x8000;

    private static final SecurityAttributes NOT_INHERITED = new SecurityAttributes(false, null);
    private static final SecurityAttributes INHERITED = new SecurityAttributes(true, null);

    private final boolean inherited;
    private final byte @Nullable [] descriptor;

    private SecurityAttributes(boolean inherited, byte @Nullable [] descriptor) {
        this.inherited = inherited;
        this.descriptor = descriptor;
    }

    /** {@return the default descriptor of the process, and a handle that child processes do not inherit} */
    public static SecurityAttributes notInherited() {
        return NOT_INHERITED;
    }

    /** {@return the default descriptor of the process, and a handle that child processes inherit} */
    public static SecurityAttributes inherited() {
        return INHERITED;
    }

    /**
     * Sets the security descriptor.
     *
     * @param selfRelative a self-relative SECURITY_DESCRIPTOR, copied
     * @return the same with this descriptor
     * @throws IllegalArgumentException if the bytes are no self-relative descriptor
     */
    public SecurityAttributes withDescriptor(byte[] selfRelative) {
        if (selfRelative.length < SMALLEST_DESCRIPTOR
                || selfRelative[0] != 1
                || ((selfRelative[3] << 8) & SE_SELF_RELATIVE) == 0) {
            throw new IllegalArgumentException("not a self-relative security descriptor (revision 1, SE_SELF_RELATIVE,"
                    + " at least " + SMALLEST_DESCRIPTOR + " bytes): " + Arrays.toString(selfRelative));
        }
        return new SecurityAttributes(inherited, selfRelative.clone());
    }

    /** {@return whether child processes inherit the handle} */
    public boolean isInherited() {
        return inherited;
    }

    /** {@return a copy of the self-relative security descriptor; null: the default descriptor of the process} */
    public byte @Nullable [] descriptor() {
        return descriptor == null ? null : descriptor.clone();
    }

    int byteSize() {
        return SIZEOF + (descriptor == null ? 0 : (descriptor.length + 7) & ~7);
    }

    void write(long address) {
        StructBytes.putPaddedInt(address, SIZEOF);
        memPutLong(address + LP_SECURITY_DESCRIPTOR, descriptor == null ? 0 : address + SIZEOF);
        StructBytes.putPaddedInt(address + B_INHERIT_HANDLE, inherited ? 1 : 0);
        if (descriptor != null) {
            memPutLong(address + byteSize() - 8, 0);
            for (int i = 0; i < descriptor.length; i++) {
                memPutByte(address + SIZEOF + i, descriptor[i]);
            }
        }
    }

    static @Nullable SecurityAttributes read(long address) {
        if (address == 0) {
            return null;
        }
        SecurityAttributes attributes = memGetInt(address + B_INHERIT_HANDLE) == 0 ? NOT_INHERITED : INHERITED;
        long descriptor = memGetLong(address + LP_SECURITY_DESCRIPTOR);
        return descriptor == 0 ? attributes : attributes.withDescriptor(readDescriptor(descriptor));
    }

    /** The descriptor's own offsets say how far it reaches: owner, group, and the two access lists. */
    private static byte[] readDescriptor(long address) {
        int end = SMALLEST_DESCRIPTOR;
        for (int sid = 4; sid <= 8; sid += 4) {
            int offset = memGetInt(address + sid);
            if (offset != 0) {
                end = Math.max(end, offset + 8 + 4 * Byte.toUnsignedInt(memGetByte(address + offset + 1)));
            }
        }
        for (int acl = 12; acl <= 16; acl += 4) {
            int offset = memGetInt(address + acl);
            if (offset != 0) {
                end = Math.max(end, offset + Short.toUnsignedInt(memGetShort(address + offset + 2)));
            }
        }
        byte[] bytes = new byte[end];
        for (int i = 0; i < end; i++) {
            bytes[i] = memGetByte(address + i);
        }
        return bytes;
    }

    /** {@return whether the other has the same descriptor and inheritance} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecurityAttributes that
                && that.inherited == inherited
                && Arrays.equals(that.descriptor, descriptor);
    }

    @Override
    public int hashCode() {
        return Boolean.hashCode(inherited) * 31 + Arrays.hashCode(descriptor);
    }

    /** {@return inheritance, and the descriptor's length} */
    @Override
    public String toString() {
        return (inherited ? "inherited" : "not inherited")
                + (descriptor == null ? ", default descriptor" : ", descriptor of " + descriptor.length + " bytes");
    }
}
