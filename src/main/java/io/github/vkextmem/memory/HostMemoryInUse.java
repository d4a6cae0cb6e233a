package io.github.vkextmem.memory;

import io.github.vkextmem.handle.HostPointer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Memory of this process that the driver uses, kept from the collector until the memory object is freed. Not the
 * {@link DeviceMemory} keeps it: whoever forgets that may well have its VkDeviceMemory bound, and the device at work.
 */
final class HostMemoryInUse {

    private static final Set<HostMemoryInUse> ALL = ConcurrentHashMap.newKeySet();

    private final HostPointer pointer;

    private HostMemoryInUse(HostPointer pointer) {
        this.pointer = pointer;
    }

    static HostMemoryInUse begin(HostPointer pointer) {
        HostMemoryInUse use = new HostMemoryInUse(pointer);
        ALL.add(use);
        return use;
    }

    /**
     * Reports the end of the memory under the import, which the library cannot prevent: Java has no way to
     * keep an Arena open.
     *
     * @throws IllegalStateException if the Arena of the buffer is closed
     */
    void requireOpen() {
        requireOpen(pointer);
    }

    /** The same of memory that is to be imported. */
    static void requireOpen(HostPointer pointer) {
        if (!pointer.isOpen()) {
            throw new IllegalStateException("the Arena of the imported buffer is closed, and the memory at the "
                    + pointer + " is freed; close the DeviceMemory before the Arena");
        }
    }

    void end() {
        ALL.remove(this);
    }
}
