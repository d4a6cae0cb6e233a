package io.github.vkextmem.conformance;

import io.github.vkextmem.handle.PosixFileDescriptor;
import org.lwjgl.system.FunctionProvider;
import org.lwjgl.system.JNI;
import org.lwjgl.system.Library;

/** The ways of POSIX and Linux to make a second descriptor, none of which this library takes itself. */
enum Dup {
    DUP {
        @Override
        PosixFileDescriptor of(PosixFileDescriptor handle, PosixFileDescriptor other) {
            int copy = JNI.callI(handle.fd(), function("dup"));
            return PosixFileDescriptor.adopt(required(copy), handle.handleType());
        }
    },
    DUP2 {
        @Override
        PosixFileDescriptor of(PosixFileDescriptor handle, PosixFileDescriptor other) {
            int number = other.release();
            return PosixFileDescriptor.adopt(
                    required(JNI.callI(handle.fd(), number, function("dup2"))), handle.handleType());
        }
    },
    DUP3 {
        @Override
        PosixFileDescriptor of(PosixFileDescriptor handle, PosixFileDescriptor other) {
            int number = other.release();
            return PosixFileDescriptor.adopt(
                    required(JNI.callI(handle.fd(), number, 0, function("dup3"))), handle.handleType());
        }
    };

    private static final FunctionProvider LIBC = Library.loadNative(Dup.class, "", "libc.so.6");

    private static long function(String name) {
        return LIBC.getFunctionAddress(name);
    }

    private static int required(int fd) {
        if (fd < 0) {
            throw new AssertionError("no second descriptor");
        }
        return fd;
    }

    /**
     * {@return a second descriptor of what {@code handle} stands for} Where the number is the caller's choice, it is that of
     * {@code other}, which then stands for nothing else any more.
     */
    abstract PosixFileDescriptor of(PosixFileDescriptor handle, PosixFileDescriptor other);
}
