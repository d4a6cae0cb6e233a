package io.github.vkextmem.handle;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoKHR;

/**
 * The name that an exporter gave to its NT handle, by which others import the memory without a handle. It owns nothing:
 * the name means something as long as anybody has a handle or an import of the memory, so whoever sends a name keeps the
 * memory or the handle until the receiver has imported it.
 *
 * @param name the name, as {@code Local\picture}
 * @param handleType what the named object is
 */
public record NamedNtHandle(String name, ExternalMemoryHandleType handleType) implements TransferableHandle {

    /**
     * @throws ValidUsageException if the handle type has no names
     *     (VUID-VkImportMemoryWin32HandleInfoKHR-handleType-01439)
     * @throws IllegalArgumentException if Windows takes no such name
     */
    public NamedNtHandle {
        ImportMemoryWin32HandleInfoKHR.named(handleType, name);
    }

    /** {@return true: there is nothing to close} */
    @Override
    public boolean isOpen() {
        return true;
    }

    /** Does nothing. */
    @Override
    public void close() {}

    /** {@return the name and the type} */
    @Override
    public String toString() {
        return "NT handle named '" + name + "' (" + handleType + ")";
    }
}
