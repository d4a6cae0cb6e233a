package io.github.vkextmem.handle;

import io.github.vkextmem.struct.ExternalMemoryHandleType;
import java.util.function.LongFunction;

/**
 * A Windows NT handle of exported memory, with one owner. It is not inherited unless the memory's
 * {@code SecurityAttributes} asked for that.
 */
public final class NtHandle implements ExternalHandle {

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
     * @return its owner
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
     * @throws IllegalStateException if it was closed or released
     */
    public long handle() {
        return ownership.value();
    }

    /**
     * Gives the handle to the caller, who closes it from now on.
     *
     * @return the HANDLE
     * @throws IllegalStateException if it was closed or released
     */
    public long release() {
        return ownership.release();
    }

    /**
     * Shows the handle to somebody who becomes its owner by returning, and leaves it here if he throws. Nobody closes it
     * meanwhile.
     *
     * @param taker is called with the HANDLE
     * @param <T> what he makes of it
     * @return what {@code taker} returned
     * @throws IllegalStateException if the handle was closed, released or taken over
     */
    public <T> T handOver(LongFunction<T> taker) {
        return ownership.handOver(taker);
    }

    /**
     * Shows the handle to somebody who neither closes nor keeps it. Nobody closes it meanwhile.
     *
     * @param use is called with the HANDLE
     * @param <T> what he makes of it
     * @return what {@code use} returned
     * @throws IllegalStateException if the handle was closed, released or taken over
     */
    public <T> T lend(LongFunction<T> use) {
        return ownership.lend(use);
    }

    @Override
    public boolean isOpen() {
        return ownership.isOpen();
    }

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
