package io.github.vkextmem.platform;

import io.github.vkextmem.UnsupportedException;
import org.lwjgl.system.Platform;

/** What NT handles need of Windows; an interface, so that tests elsewhere can count what is closed. */
public interface NtKernel {

    /** Stands for the rights that the handle has which is duplicated. */
    int SAME_ACCESS = 0;

    void close(long handle);

    /**
     * Makes a handle of the same object that children do not inherit.
     *
     * @param process who gets it: a handle from {@link #currentProcess} or {@link #openProcess}
     * @param access what it may be used for, or {@link #SAME_ACCESS}
     * @return its value in that process
     */
    default long duplicate(long handle, long process, int access) {
        throw elsewhere(handle, "duplicated");
    }

    default boolean isInheritable(long handle) {
        throw elsewhere(handle, "asked whether it is inherited");
    }

    default void setInheritable(long handle, boolean inheritable) {
        throw elsewhere(handle, "made inheritable or not");
    }

    default boolean isValid(long handle) {
        throw elsewhere(handle, "asked whether it is valid");
    }

    /** {@return a handle of this process, which needs no closing} */
    default long currentProcess() {
        return -1;
    }

    /** {@return a handle of a process, which permits to put handles into it; the caller closes it} */
    default long openProcess(long pid) {
        throw elsewhere(pid, "opened as a process");
    }

    /** Takes back what {@link #duplicate} put into another process. */
    default void closeIn(long process, long handle) {
        throw elsewhere(handle, "taken back");
    }

    /** {@return what everybody calls} */
    static NtKernel current() {
        return Holder.current;
    }

    /** Replaces the kernel, in tests. */
    static void replace(NtKernel kernel) {
        Holder.current = kernel;
    }

    /** {@return what {@link #current} is unless a test replaced it} */
    static NtKernel ofThisPlatform() {
        if (Platform.get() == Platform.WINDOWS) {
            return new WindowsKernel();
        }
        return handle -> {
            throw elsewhere(handle, "closed");
        };
    }

    /** A system without NT handles: whatever was adopted there is none. */
    private static UnsupportedException elsewhere(long handle, String done) {
        return new UnsupportedException("0x" + Long.toHexString(handle) + " cannot be " + done
                + ": NT handles exist on Windows, not on " + Platform.get().getName());
    }

    /** Interfaces have no private static fields. */
    final class Holder {
        private static volatile NtKernel current = ofThisPlatform();

        private Holder() {}
    }
}
