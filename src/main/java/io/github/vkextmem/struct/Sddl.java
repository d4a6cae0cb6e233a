package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memByteBuffer;
import static org.lwjgl.system.MemoryUtil.memUTF16;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.Platform;
import org.lwjgl.system.SharedLibrary;
import org.lwjgl.system.windows.WinBase;
import org.lwjgl.system.windows.WindowsLibrary;

/** Security descriptors in their definition language, which Windows translates. */
final class Sddl {

    private static final int REVISION = 1;

    /** Owner, group, both access lists and the integrity label. */
    private static final int EVERYTHING = 0x1F;

    private Sddl() {}

    static boolean isAvailable() {
        return Platform.get() == Platform.WINDOWS;
    }

    static void require(String done) {
        if (!isAvailable()) {
            throw new UnsupportedOperationException("a security descriptor is " + done + " by Windows, not on "
                    + Platform.get().getName() + "; withDescriptor takes its bytes everywhere");
        }
    }

    /** {@return whether Windows takes the bytes, whose layout is right, for a descriptor} */
    static boolean isValid(byte[] descriptor) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return JNI.callPI(copy(descriptor, stack), Functions.IS_VALID_SECURITY_DESCRIPTOR) != 0;
        }
    }

    static byte[] parse(String sddl) {
        require("translated from SDDL");
        if (sddl.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("SDDL has no NUL: '" + sddl + "'");
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer descriptor = stack.callocPointer(1);
            ByteBuffer text = MemoryUtil.memUTF16(sddl);
            try {
                if (JNI.callPPPI(
                                MemoryUtil.memAddress(text),
                                REVISION,
                                descriptor.address(),
                                0L,
                                Functions.CONVERT_STRING_TO_DESCRIPTOR)
                        == 0) {
                    throw new IllegalArgumentException("not a security descriptor in SDDL, Win32 error "
                            + WinBase.GetLastError() + ": '" + sddl + "'");
                }
            } finally {
                MemoryUtil.memFree(text);
            }
            long address = descriptor.get(0);
            try {
                byte[] bytes = new byte[JNI.callPI(address, Functions.GET_SECURITY_DESCRIPTOR_LENGTH)];
                memByteBuffer(address, bytes.length).get(bytes);
                return bytes;
            } finally {
                WinBase.LocalFree(null, address);
            }
        }
    }

    static String print(byte[] descriptor) {
        require("translated to SDDL");
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer text = stack.callocPointer(1);
            IntBuffer length = stack.callocInt(1);
            if (JNI.callPPPI(
                            copy(descriptor, stack),
                            REVISION,
                            EVERYTHING,
                            text.address(),
                            MemoryUtil.memAddress(length),
                            Functions.CONVERT_DESCRIPTOR_TO_STRING)
                    == 0) {
                throw new IllegalStateException(
                        "ConvertSecurityDescriptorToStringSecurityDescriptorW failed: Win32 error "
                                + WinBase.GetLastError());
            }
            long address = text.get(0);
            try {
                return memUTF16(address);
            } finally {
                WinBase.LocalFree(null, address);
            }
        }
    }

    private static long copy(byte[] bytes, MemoryStack stack) {
        return MemoryUtil.memAddress(stack.malloc(8, bytes.length).put(0, bytes));
    }

    /** Looked up when first used, which is on Windows. */
    static final class Functions {

        static final SharedLibrary ADVAPI32 = new WindowsLibrary("advapi32");

        private static final long CONVERT_STRING_TO_DESCRIPTOR =
                ADVAPI32.getFunctionAddress("ConvertStringSecurityDescriptorToSecurityDescriptorW");
        private static final long CONVERT_DESCRIPTOR_TO_STRING =
                ADVAPI32.getFunctionAddress("ConvertSecurityDescriptorToStringSecurityDescriptorW");
        private static final long GET_SECURITY_DESCRIPTOR_LENGTH =
                ADVAPI32.getFunctionAddress("GetSecurityDescriptorLength");
        private static final long IS_VALID_SECURITY_DESCRIPTOR =
                ADVAPI32.getFunctionAddress("IsValidSecurityDescriptor");

        static {
            // Looks it up now: doing so between a call and its error would overwrite that.
            WinBase.GetLastError();
        }

        private Functions() {}
    }
}
