package io.github.vkextmem.handle;

import io.github.vkextmem.struct.ExternalMemoryHandleType;

/**
 * A Windows global share (KMT) handle of exported memory: a number that is valid in every process of the session. It
 * holds no reference, so the memory must outlive every import from it, and nobody closes it.
 *
 * @param handle the number
 * @param handleType what it is
 */
public record GlobalShareHandle(long handle, ExternalMemoryHandleType handleType) implements TransferableHandle {

    /** @throws IllegalArgumentException if {@code handleType} is no global share handle or {@code handle} is NULL */
    public GlobalShareHandle {
        if (!handleType.isGlobalShareHandle()) {
            throw new IllegalArgumentException(handleType + " is no global share handle");
        }
        if (handle == 0) {
            throw new IllegalArgumentException("the handle is NULL");
        }
    }

    /** {@return true: there is nothing to close} */
    @Override
    public boolean isOpen() {
        return true;
    }

    /** Does nothing: a global share handle is never closed. */
    @Override
    public void close() {}
}
