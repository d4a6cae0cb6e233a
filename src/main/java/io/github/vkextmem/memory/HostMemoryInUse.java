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

    @SuppressWarnings("unused") // nobody reads it: it keeps a buffer reachable
    private final HostPointer pointer;

    private HostMemoryInUse(HostPointer pointer) {
        this.pointer = pointer;
    }

    static HostMemoryInUse begin(HostPointer pointer) {
        HostMemoryInUse use = new HostMemoryInUse(pointer);
        ALL.add(use);
        return use;
    }

    void end() {
        ALL.remove(this);
    }
}
