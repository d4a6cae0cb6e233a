package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.ownership.Ownership;
import io.github.vkextmem.platform.NtKernel;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.util.function.LongFunction;

/**
 * A Windows NT handle of exported memory, with one owner. It is not inherited unless the memory's
 * {@code SecurityAttributes} or {@link #setInheritable} asked for that.
 *
 * <p>A KHR import leaves the handle with its owner ({@link #lend}), an NV import takes it over ({@link #handOver}).
 */
public final class NtHandle implements TransferableHandle {

    /** Also what GetCurrentProcess answers; closing it closes nothing. */
    private static final long INVALID_HANDLE_VALUE = -1;

    private final ExternalMemoryHandleType handleType;
    private final Ownership ownership;

    private NtHandle(long handle, ExternalMemoryHandleType handleType) {
        this.handleType = handleType;
        this.ownership = new Ownership("NT handle", handle);
    }

    /**
     * Takes ownership of a handle.
     *
     * @param handle an open HANDLE of this process that nobody else closes
     * @param handleType what it is
     * @return its owner; on other systems than Windows it can be shown and released, and not closed
     * @throws IllegalArgumentException if {@code handleType} is no NT handle, or {@code handle} is NULL or
     *     INVALID_HANDLE_VALUE; the caller stays the owner
     */
    public static NtHandle adopt(long handle, ExternalMemoryHandleType handleType) {
        if (!handleType.isNtHandle()) {
            throw new IllegalArgumentException(handleType + " is no NT handle");
        }
        if (handle == 0) {
            throw new IllegalArgumentException("the handle is NULL");
        }
        if (handle == INVALID_HANDLE_VALUE) {
            throw new IllegalArgumentException("the handle is INVALID_HANDLE_VALUE");
        }
        return new NtHandle(handle, handleType);
    }

    @Override
    public ExternalMemoryHandleType handleType() {
        return handleType;
    }

    /**
     * Shows the handle, which stays with this object.
     *
     * @return the HANDLE, which means nothing in another process
     * @throws IllegalStateException if it was closed, released or taken over
     */
    public long handle() {
        return ownership.value();
    }

    /**
     * Gives the handle to the caller, who closes it from now on.
     *
     * @return the HANDLE
     * @throws IllegalStateException if it was closed, released or taken over
     */
    public long release() {
        return ownership.release();
    }

    /**
     * Makes a second handle of the same payload, which child processes do not inherit.
     *
     * @return its owner
     * @throws IllegalStateException if this one was closed, released or taken over
     * @throws OperatingSystemException if Windows refuses
     * @throws UnsupportedException on other systems than Windows
     */
    public NtHandle duplicate() {
        return duplicate(NtKernel.SAME_ACCESS);
    }

    /**
     * Makes a second handle of the same payload with other rights, fewer of them as a rule; child processes do not
     * inherit it.
     *
     * @param access access rights, a Win32 DWORD mask that is not 0; see
     *     {@link io.github.vkextmem.struct.AccessRights}
     * @return its owner
     * @throws IllegalArgumentException if {@code access} is 0, which would make a handle that is good for nothing
     * @throws IllegalStateException if this one was closed, released or taken over
     * @throws OperatingSystemException if Windows refuses, because the object's descriptor does not grant such rights
     *     for instance
     * @throws UnsupportedException on other systems than Windows
     */
    public NtHandle duplicateWithAccess(int access) {
        requireAccess(access);
        return duplicate(access);
    }

    private NtHandle duplicate(int access) {
        NtKernel kernel = NtKernel.current();
        return lend(handle -> new NtHandle(kernel.duplicate(handle, kernel.currentProcess(), access), handleType));
    }

    /**
     * Puts a second handle of the same payload into another process, which owns it from then on; its children do not
     * inherit it. Nothing tells that process the value: send it, or use a {@link HandleChannel}, which does both.
     *
     * @param pid the process, as {@link ProcessHandle#pid} has it; it must permit PROCESS_DUP_HANDLE, as processes of
     *     the same user do
     * @return the HANDLE, which means something in that process only
     * @throws IllegalStateException if this one was closed, released or taken over
     * @throws OperatingSystemException if there is no such process, or Windows refuses
     * @throws UnsupportedException on other systems than Windows
     */
    public long duplicateInto(long pid) {
        return duplicateInto(pid, NtKernel.SAME_ACCESS);
    }

    /**
     * Puts a second handle of the same payload with other rights into another process, as {@link #duplicateInto(long)}
     * does with the same rights.
     *
     * @param pid the process
     * @param access access rights, a Win32 DWORD mask that is not 0
     * @return the HANDLE, which means something in that process only
     * @throws IllegalArgumentException if {@code access} is 0
     * @throws IllegalStateException if this one was closed, released or taken over
     * @throws OperatingSystemException if there is no such process, or Windows refuses
     * @throws UnsupportedException on other systems than Windows
     */
    public long duplicateIntoWithAccess(long pid, int access) {
        requireAccess(access);
        return duplicateInto(pid, access);
    }

    private long duplicateInto(long pid, int access) {
        NtKernel kernel = NtKernel.current();
        return lend(handle -> {
            long process = kernel.openProcess(pid);
            try {
                return kernel.duplicate(handle, process, access);
            } finally {
                kernel.close(process);
            }
        });
    }

    private static void requireAccess(int access) {
        if (access == NtKernel.SAME_ACCESS) {
            throw new IllegalArgumentException("a handle without any access right is good for nothing");
        }
    }

    /**
     * Asks whether child processes inherit the handle.
     *
     * @return whether they do
     * @throws IllegalStateException if it was closed, released or taken over
     * @throws OperatingSystemException if Windows does not know the handle
     * @throws UnsupportedException on other systems than Windows
     */
    public boolean isInheritable() {
        return lend(NtKernel.current()::isInheritable);
    }

    /**
     * Has child processes inherit the handle or not. Java starts its children so that they inherit every inheritable
     * handle of the process.
     *
     * @param inheritable whether they inherit it
     * @throws IllegalStateException if it was closed, released or taken over
     * @throws OperatingSystemException if Windows does not know the handle
     * @throws UnsupportedException on other systems than Windows
     */
    public void setInheritable(boolean inheritable) {
        NtKernel kernel = NtKernel.current();
        lend(handle -> {
            kernel.setInheritable(handle, inheritable);
            return inheritable;
        });
    }

    /**
     * Asks Windows whether the handle is open. If it is not while {@link #isOpen} says so, somebody closed a handle that
     * was not his.
     *
     * @return whether this object owns the handle and Windows knows it
     * @throws UnsupportedException on other systems than Windows
     */
    public boolean isValid() {
        return ownership.isOpenAnd(NtKernel.current()::isValid);
    }

    /**
     * Lends the handle to somebody who leaves it with this object, as a KHR import does. Nobody closes it meanwhile:
     * other threads wait, and the borrower himself cannot.
     *
     * @param use is called with the HANDLE
     * @param <T> what he makes of it
     * @return what {@code use} returned
     * @throws IllegalStateException if the handle was closed, released or taken over
     */
    public <T> T lend(LongFunction<T> use) {
        return ownership.lend(use);
    }

    /**
     * Shows the handle to somebody who becomes its owner by returning, as an NV import does, and leaves it here if he
     * throws. Nobody closes it meanwhile: other threads wait, and the taker himself can use nothing but the number.
     *
     * @param taker is called with the HANDLE
     * @param <T> what he makes of it
     * @return what {@code taker} returned
     * @throws IllegalStateException if the handle was closed, released or taken over
     */
    public <T> T handOver(LongFunction<T> taker) {
        return ownership.handOver(taker);
    }

    @Override
    public boolean isOpen() {
        return ownership.isOpen();
    }

    /**
     * Closes the handle if this object still owns it; nothing otherwise. The payload stays as long as a memory object
     * or another handle refers to it.
     *
     * @throws IllegalStateException if it is called within {@link #lend} or {@link #handOver}, by whoever the handle is
     *     shown to; other threads wait until he is done
     * @throws OperatingSystemException if Windows refuses; the handle then counts as closed all the same
     * @throws UnsupportedException on other systems than Windows, where a handle that was adopted is none; it
     *     then counts as closed all the same
     */
    @Override
    public void close() {
        ownership.close(NtKernel.current()::close);
    }

    /** {@return the handle and the type} */
    @Override
    public String toString() {
        return ownership + " (" + handleType + ")";
    }
}
