package io.github.vkextmem.struct;

/**
 * One keyed mutex that a submission waits for before it runs.
 *
 * @param memory the {@code VkDeviceMemory}, imported from Direct3D 11, to which the mutex belongs
 * @param key the key with which whoever had it last gave it back
 * @param timeout how long to wait in milliseconds, unsigned; -1: for ever
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkWin32KeyedMutexAcquireReleaseInfoKHR.html">
 *     VkWin32KeyedMutexAcquireReleaseInfoKHR</a>
 */
public record KeyedMutexAcquire(long memory, long key, int timeout) {

    /** {@return the mutex of a memory, with its key and the milliseconds to wait} */
    public static KeyedMutexAcquire of(long memory, long key, int timeout) {
        return new KeyedMutexAcquire(memory, key, timeout);
    }

    /** {@return the members, the memory in hexadecimal} */
    @Override
    public String toString() {
        return "KeyedMutexAcquire[memory=0x" + Long.toHexString(memory) + ", key=" + Long.toUnsignedString(key)
                + ", timeout=" + Integer.toUnsignedString(timeout) + "]";
    }
}
