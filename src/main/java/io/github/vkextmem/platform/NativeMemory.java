package io.github.vkextmem.platform;

import org.lwjgl.system.MemoryUtil;

/** Native memory, zero at first and freed on close. It does not come from the caller's MemoryStack, which may be full. */
final class NativeMemory implements AutoCloseable {

    private final long address;

    private NativeMemory(long address) {
        this.address = address;
    }

    static NativeMemory of(long bytes) {
        return new NativeMemory(MemoryUtil.nmemCallocChecked(1, bytes));
    }

    long address() {
        return address;
    }

    @Override
    public void close() {
        MemoryUtil.nmemFree(address);
    }
}
