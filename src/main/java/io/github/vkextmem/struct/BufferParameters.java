package io.github.vkextmem.struct;

/**
 * The parameters of a buffer that exporter and importer must have in common. It is always
 * {@code VK_SHARING_MODE_EXCLUSIVE}.
 *
 * @param size the size in bytes
 * @param usage a VkBufferUsageFlags mask
 * @param flags a VkBufferCreateFlags mask
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBufferCreateInfo.html">VkBufferCreateInfo</a>
 */
public record BufferParameters(long size, int usage, int flags) implements ResourceParameters {

    /** @throws IllegalArgumentException if the size is not positive or the usage is 0 */
    public BufferParameters {
        if (size <= 0) {
            throw new IllegalArgumentException("the size of a buffer must be positive: " + size);
        }
        if (usage == 0) {
            throw new IllegalArgumentException("usage is 0; say what the buffer is for");
        }
    }

    /** {@return the parameters of a buffer without flags} */
    public static BufferParameters of(long size, int usage) {
        return new BufferParameters(size, usage, 0);
    }
}
