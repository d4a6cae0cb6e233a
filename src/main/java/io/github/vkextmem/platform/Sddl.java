package io.github.vkextmem.platform;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memByteBuffer;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memUTF16;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.Platform;

/** Security descriptors in their definition language, which Windows translates. */
public final class Sddl {

    private static final int REVISION = 1;

    /** Owner, group, both access lists and the integrity label. */
    private static final int EVERYTHING = 0x1F;

    private Sddl() {}

    /** {@return whether Windows is there to translate} */
    public static boolean isAvailable() {
        return Platform.get() == Platform.WINDOWS;
    }

    static void require(String done) {
        if (!isAvailable()) {
            throw new UnsupportedException("a security descriptor is " + done + " by Windows, not on "
                    + Platform.get().getName() + "; withDescriptor takes its bytes everywhere");
        }
    }

    /** {@return a descriptor that grants everything to this user, and nothing to anybody else} */
    public static String ofThisUserAlone() {
        String user = AccessToken.user();
        return "O:" + user + "D:P(A;;GA;;;" + user + ")";
    }

    /** {@return whether Windows takes the bytes, whose layout is right, for a descriptor} */
    public static boolean isValid(byte[] descriptor) {
        return with(
                descriptor,
                address ->
                        Functions.IS_VALID_SECURITY_DESCRIPTOR.callOnce(address).value() != 0);
    }

    /**
     * Translates to bytes.
     *
     * @throws IllegalArgumentException if Windows cannot
     * @throws UnsupportedException on other systems than Windows
     */
    public static byte[] parse(String sddl) {
        require("translated from SDDL");
        if (sddl.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("SDDL has no NUL: '" + sddl + "'");
        }
        ByteBuffer text = memUTF16(sddl);
        try (NativeMemory descriptor = NativeMemory.of(Long.BYTES)) {
            NativeFunction.Result result = Win32.repeatable(
                    Functions.CONVERT_STRING_TO_DESCRIPTOR, memAddress(text), REVISION, descriptor.address(), 0);
            if (result.value() == 0) {
                throw new IllegalArgumentException("not a security descriptor in SDDL, "
                        + Win32Error.nameOf(result.error()) + " (" + result.error() + "): '" + sddl + "'");
            }
            return Win32.takeLocal(memGetAddress(descriptor.address()), Sddl::bytes);
        } finally {
            Win32.freeBuffer(text);
        }
    }

    private static byte[] bytes(long descriptor) {
        byte[] bytes = new byte
                [(int) Functions.GET_SECURITY_DESCRIPTOR_LENGTH
                        .callOnce(descriptor)
                        .value()];
        memByteBuffer(descriptor, bytes.length).get(bytes);
        return bytes;
    }

    /**
     * Translates bytes that {@link #isValid}.
     *
     * @throws OperatingSystemException if Windows cannot
     * @throws UnsupportedException on other systems than Windows
     */
    public static String print(byte[] descriptor) {
        require("translated to SDDL");
        return with(descriptor, address -> {
            try (NativeMemory text = NativeMemory.of(Long.BYTES)) {
                Win32.require(
                        "ConvertSecurityDescriptorToStringSecurityDescriptorW",
                        Win32.repeatable(
                                Functions.CONVERT_DESCRIPTOR_TO_STRING,
                                address,
                                REVISION,
                                EVERYTHING,
                                text.address(),
                                0));
                return Win32.takeLocal(memGetAddress(text.address()), MemoryUtil::memUTF16);
            }
        });
    }

    /** Shows a copy in native memory. With two access lists it has 128 KiB, twice as much as LWJGL's stack. */
    private static <T> T with(byte[] descriptor, LongFunction<T> use) {
        ByteBuffer copy = MemoryUtil.memAlloc(descriptor.length).put(0, descriptor);
        try {
            return use.apply(memAddress(copy));
        } finally {
            Win32.freeBuffer(copy);
        }
    }

    /** Looked up when first used, which is on Windows. */
    private static final class Functions {

        private static final NativeFunction CONVERT_STRING_TO_DESCRIPTOR = Win32.advapi32(
                "ConvertStringSecurityDescriptorToSecurityDescriptorW",
                ffi_type_sint32,
                ffi_type_pointer,
                ffi_type_uint32,
                ffi_type_pointer,
                ffi_type_pointer);
        private static final NativeFunction CONVERT_DESCRIPTOR_TO_STRING = Win32.advapi32(
                "ConvertSecurityDescriptorToStringSecurityDescriptorW",
                ffi_type_sint32,
                ffi_type_pointer,
                ffi_type_uint32,
                ffi_type_uint32,
                ffi_type_pointer,
                ffi_type_pointer);
        private static final NativeFunction GET_SECURITY_DESCRIPTOR_LENGTH =
                Win32.advapi32("GetSecurityDescriptorLength", ffi_type_sint32, ffi_type_pointer);
        private static final NativeFunction IS_VALID_SECURITY_DESCRIPTOR =
                Win32.advapi32("IsValidSecurityDescriptor", ffi_type_sint32, ffi_type_pointer);

        private Functions() {}
    }
}
