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
     * Reports the end of the memory under the import, which the library cannot prevent: Java lets nobody keep an Arena open.
     *
     * @throws IllegalStateException if the Arena of the buffer is closed
     */
    void requireOpen() {
        if (!pointer.isOpen()) {
            throw new IllegalStateException(
                    "the Arena of the imported buffer is closed, and the driver still refers to the"
                            + " freed memory at the " + pointer + "; close the DeviceMemory before the Arena");
        }
    }

    void end() {
        ALL.remove(this);
    }
}
