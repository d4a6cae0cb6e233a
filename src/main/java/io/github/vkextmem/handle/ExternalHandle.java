package io.github.vkextmem.handle;

import io.github.vkextmem.OperatingSystemException;
import io.github.vkextmem.UnsupportedException;
import io.github.vkextmem.struct.ExternalMemoryHandleType;

/**
 * What memory is imported from, whatever it is: a handle that can also go to another process, a pointer to host memory, or
 * a Metal object. Where it owns something, it is the only owner.
 *
 * <p>Whoever holds the object owns the handle until it is closed, released, or taken over by an import. All methods may
 * be called from any thread.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryHandleTypeFlagBits.html">
 *     VkExternalMemoryHandleTypeFlagBits</a>
 */
public sealed interface ExternalHandle extends AutoCloseable permits TransferableHandle, HostPointer, MetalHandle {

    /** {@return what the handle is} */
    ExternalMemoryHandleType handleType();

    /** {@return whether the handle may still be used: this object still owns it, or never owned anything} */
    boolean isOpen();

    /**
     * Closes the handle if this object still owns it; nothing otherwise. The payload stays as long as a memory object
     * or another handle refers to it.
     *
     * @throws IllegalStateException if the handle is just being lent or handed over, and whoever it is shown to closes it
     *     here; other threads wait until he is done
     * @throws OperatingSystemException if the operating system refuses; the handle then counts as closed all the same
     * @throws UnsupportedException if it is an {@link NtHandle} and the system is not Windows; it then counts as
     *     closed all the same
     */
    @Override
    void close();
}
