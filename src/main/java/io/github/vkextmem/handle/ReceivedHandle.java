package io.github.vkextmem.handle;

import io.github.vkextmem.struct.MemoryDescription;

/**
 * What came out of a {@link HandleChannel}: a handle, and what its importer must match. The receiver owns the handle.
 *
 * @param handle the handle; close it, or import it, which takes it over
 * @param description what the sender said of it
 */
public record ReceivedHandle(PosixFileDescriptor handle, MemoryDescription description) implements AutoCloseable {

    /** Closes the handle, unless it was taken over meanwhile. */
    @Override
    public void close() {
        handle.close();
    }
}
