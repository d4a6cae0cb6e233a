package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.struct.ExternalMemoryHandleType;

/**
 * A handle to exported memory, which leaves the device and perhaps the process; it has exactly one owner.
 *
 * <p>Whoever holds the object owns the handle until it is closed, released, or taken over by an import. All methods may
 * be called from any thread.
 */
public sealed interface ExternalHandle extends AutoCloseable permits NtHandle, GlobalShareHandle, PosixFileDescriptor {

    /** {@return what the handle was exported as} */
    ExternalMemoryHandleType handleType();

    /** {@return whether this object still owns the handle} */
    boolean isOpen();

    /**
     * Closes the handle if this object still owns it; nothing otherwise. The payload stays as long as a memory object
     * or another handle refers to it.
     *
     * @throws IllegalStateException if the handle is just being lent or handed over, and whoever it is shown to closes it
     *     here; other threads wait until he is done
     * @throws OperatingSystemException if the operating system refuses; the handle then counts as closed all the same
     * @throws UnsupportedOperationException if it is an {@link NtHandle} and the system is not Windows; it then counts as
     *     closed all the same
     */
    @Override
    void close();
}
