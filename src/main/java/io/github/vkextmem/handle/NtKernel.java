package io.github.vkextmem.handle;

import org.lwjgl.system.JNI;
import org.lwjgl.system.Platform;
import org.lwjgl.system.windows.Kernel32;
import org.lwjgl.system.windows.WinBase;

/** What NT handles need of Windows; an interface, so that tests elsewhere can count what is closed. */
interface NtKernel {

    void close(long handle);

    static NtKernel current() {
        return Holder.current;
    }

    /** Replaces the kernel, in tests. */
    static void replace(NtKernel kernel) {
        Holder.current = kernel;
    }

    static NtKernel ofThisPlatform() {
        return Platform.get() == Platform.WINDOWS ? Windows::close : Elsewhere::close;
    }

    /** Interfaces have no private static fields. */
    final class Holder {
        private static volatile NtKernel current = ofThisPlatform();

        private Holder() {}
    }

    /** kernel32. */
    final class Windows {
        private static final long CLOSE_HANDLE = Kernel32.getLibrary().getFunctionAddress("CloseHandle");

        static {
            // Looks it up now: doing so between a call and its error would overwrite that.
            WinBase.GetLastError();
        }

        private Windows() {}

        private static void close(long handle) {
            if (JNI.callPI(handle, CLOSE_HANDLE) == 0) {
                throw new OperatingSystemException(
                        "CloseHandle(0x" + Long.toHexString(handle) + ")", "Win32 error", WinBase.GetLastError());
            }
        }
    }

    /** A system without NT handles: whatever was adopted there is none. */
    final class Elsewhere {
        private Elsewhere() {}

        private static void close(long handle) {
            throw new UnsupportedOperationException(
                    "0x" + Long.toHexString(handle) + " cannot be closed: NT handles exist on Windows, not on "
                            + Platform.get().getName());
        }
    }
}
