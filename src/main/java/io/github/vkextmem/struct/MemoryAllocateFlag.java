package io.github.vkextmem.struct;

/**
 * One thing that an allocation may be asked for.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateFlagBits.html">
 *     VkMemoryAllocateFlagBits</a>
 */
public enum MemoryAllocateFlag implements Flag {
    /** {@code VK_MEMORY_ALLOCATE_DEVICE_MASK_BIT}: on the physical devices of the mask only. */
    DEVICE_MASK(0x1),
    /** {@code VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT}: for buffers whose address is asked for. */
    DEVICE_ADDRESS(0x2),
    /** {@code VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_CAPTURE_REPLAY_BIT}: at an address that can be had again. */
    DEVICE_ADDRESS_CAPTURE_REPLAY(0x4),
    /** {@code VK_MEMORY_ALLOCATE_ZERO_INITIALIZE_BIT_EXT}: zeroed. */
    ZERO_INITIALIZE_EXT(0x8);

    private final int bit;

    MemoryAllocateFlag(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
