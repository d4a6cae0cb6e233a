package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutByte;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.platform.AccessToken;
import io.github.vkextmem.platform.Sddl;
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
     * @throws IllegalArgumentException if the bytes are no self-relative descriptor; on Windows, if Windows says so too
     */
    public SecurityAttributes withDescriptor(byte[] selfRelative) {
        byte[] copy = selfRelative.clone();
        String problem = DescriptorBytes.problem(copy);
        if (problem == null && Sddl.isAvailable() && !Sddl.isValid(copy)) {
            problem = "IsValidSecurityDescriptor says no";
        }
        if (problem != null) {
            throw new IllegalArgumentException(
                    "not a self-relative security descriptor, " + problem + ": " + Arrays.toString(copy));
        }
        return new SecurityAttributes(inherited, copy);
    }

    /**
     * Sets the security descriptor from its definition language, as {@code D:P(A;;GA;;;BA)}: nobody but administrators
     * may open it.
     *
     * @param sddl the descriptor; without a {@code D:} the process's default access list applies
     * @return the same with this descriptor
     * @throws IllegalArgumentException if Windows cannot translate it
     * @throws UnsupportedException on other systems than Windows
     * @see <a href="https://learn.microsoft.com/en-us/windows/win32/secauthz/security-descriptor-definition-language">
     *     Security Descriptor Definition Language</a>
     */
    public SecurityAttributes withSddl(String sddl) {
        return new SecurityAttributes(inherited, Sddl.parse(sddl));
    }

    /**
     * Grants everything to processes of this user, and nothing to anybody else.
     *
     * @return the same with such a descriptor
     * @throws OperatingSystemException if Windows refuses to say who this process runs as
     * @throws UnsupportedException on other systems than Windows
     */
    public SecurityAttributes forThisUser() {
        return withSddl(Sddl.ofThisUserAlone());
    }

    /**
     * Grants everything to processes of this user, and reading to everyone else.
     *
     * @return the same with such a descriptor
     * @throws OperatingSystemException if Windows refuses to say who this process runs as
     * @throws UnsupportedException on other systems than Windows
     */
    public SecurityAttributes readableByEveryone() {
        return withSddl(Sddl.ofThisUserAlone() + "(A;;GR;;;WD)");
    }

    /**
     * Grants everything to processes that were started in this log-on session, and nothing to anybody else, not even to the same
     * user who logged on a second time.
     *
     * @return the same with such a descriptor
     * @throws IllegalStateException if this process belongs to no log-on session, as some services do not
     * @throws OperatingSystemException if Windows refuses to say who this process runs as
     * @throws UnsupportedException on other systems than Windows
     */
    public SecurityAttributes forThisLogon() {
        String logon = AccessToken.logon();
        if (logon == null) {
            throw new IllegalStateException("this process belongs to no log-on session; its token has no log-on SID");
        }
        return withSddl("O:" + AccessToken.user() + "D:P(A;;GA;;;" + logon + ")");
    }

    /** {@return whether child processes inherit the handle} */
    public boolean isInherited() {
        return inherited;
    }

    /** {@return a copy of the self-relative security descriptor; null: the default descriptor of the process} */
    public byte @Nullable [] descriptor() {
        return descriptor == null ? null : descriptor.clone();
    }

    /**
     * Translates the security descriptor into its definition language.
     *
     * @return the descriptor in text; null: the default descriptor of the process
     * @throws OperatingSystemException if Windows cannot translate it
     * @throws UnsupportedException on other systems than Windows
     */
    public @Nullable String toSddl() {
        return descriptor == null ? null : Sddl.print(descriptor);
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
        return descriptor == 0 ? attributes : attributes.withDescriptor(DescriptorBytes.read(descriptor));
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
