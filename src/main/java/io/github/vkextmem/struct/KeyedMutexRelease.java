package io.github.vkextmem.struct;

/**
 * One keyed mutex that a submission gives back when it has run.
 *
 * @param memory the {@code VkDeviceMemory}, imported from Direct3D 11, to which the mutex belongs
 * @param key the key with which whoever wants it next has to ask for it
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkWin32KeyedMutexAcquireReleaseInfoKHR.html">
 *     VkWin32KeyedMutexAcquireReleaseInfoKHR</a>
 */
public record KeyedMutexRelease(long memory, long key) {

    /** {@return the mutex of a memory, with the key to give it back with} */
    public static KeyedMutexRelease of(long memory, long key) {
        return new KeyedMutexRelease(memory, key);
    }

    /** {@return the members, the memory in hexadecimal} */
    @Override
    public String toString() {
        return "KeyedMutexRelease[memory=0x" + Long.toHexString(memory) + ", key=" + Long.toUnsignedString(key) + "]";
    }
}
