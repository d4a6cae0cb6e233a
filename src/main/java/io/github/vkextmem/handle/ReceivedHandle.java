package io.github.vkextmem.handle;

import io.github.vkextmem.struct.MemoryDescription;

/**
 * What came out of a {@link HandleChannel}: a handle, and what its importer must match. The receiver owns the handle.
 *
 * @param handle the handle; close it, or import it
 * @param description what the sender said of it
 */
public record ReceivedHandle(TransferableHandle handle, MemoryDescription description) implements AutoCloseable {

    /**
     * {@return the handle as a file descriptor, which it always is on Linux}
     *
     * @throws IllegalStateException if something else came
     */
    public PosixFileDescriptor posixFileDescriptor() {
        return as(PosixFileDescriptor.class, "file descriptor");
    }

    /**
     * {@return the handle as an NT handle}
     *
     * @throws IllegalStateException if something else came
     */
    public NtHandle ntHandle() {
        return as(NtHandle.class, "NT handle");
    }

    /**
     * {@return the handle as a global share handle}
     *
     * @throws IllegalStateException if something else came
     */
    public GlobalShareHandle globalShareHandle() {
        return as(GlobalShareHandle.class, "global share handle");
    }

    private <H extends TransferableHandle> H as(Class<H> kind, String words) {
        if (!kind.isInstance(handle)) {
            throw new IllegalStateException("no " + words + " came, but " + handle);
        }
        return kind.cast(handle);
    }

    /** Closes the handle, unless it was taken over meanwhile. */
    @Override
    public void close() {
        handle.close();
    }
}
