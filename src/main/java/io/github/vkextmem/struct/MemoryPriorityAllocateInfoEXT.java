package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTMemoryPriority;
import org.lwjgl.vulkan.VkMemoryPriorityAllocateInfoEXT;

/**
 * How much a memory matters when not all fits onto the device.
 *
 * @param priority from 0, the first to be moved away, to 1; memory without this structure has 0.5
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryPriorityAllocateInfoEXT.html">
 *     VkMemoryPriorityAllocateInfoEXT</a>
 */
public record MemoryPriorityAllocateInfoEXT(float priority) implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkMemoryPriorityAllocateInfoEXT. */
    public static final StructureType<MemoryPriorityAllocateInfoEXT> TYPE = StructureType.of(
                    "VkMemoryPriorityAllocateInfoEXT",
                    EXTMemoryPriority.VK_STRUCTURE_TYPE_MEMORY_PRIORITY_ALLOCATE_INFO_EXT,
                    VkMemoryPriorityAllocateInfoEXT.SIZEOF,
                    MemoryPriorityAllocateInfoEXT::read)
            .from("VK_EXT_memory_priority");

    /**
     * @throws ValidUsageException if {@code priority} is not from 0 to 1 (VUID-VkMemoryPriorityAllocateInfoEXT-priority-02602)
     */
    public MemoryPriorityAllocateInfoEXT {
        // Written so that NaN is refused too.
        if (!(priority >= 0 && priority <= 1)) {
            throw new ValidUsageException(
                    "VUID-VkMemoryPriorityAllocateInfoEXT-priority-02602",
                    "priority is " + priority,
                    "give a priority from 0 to 1");
        }
    }

    /** {@return the structure for a priority from 0 to 1} */
    public static MemoryPriorityAllocateInfoEXT of(float priority) {
        return new MemoryPriorityAllocateInfoEXT(priority);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static MemoryPriorityAllocateInfoEXT read(VkMemoryPriorityAllocateInfoEXT struct) {
        return read(struct.address());
    }

    private static MemoryPriorityAllocateInfoEXT read(long address) {
        return new MemoryPriorityAllocateInfoEXT(VkMemoryPriorityAllocateInfoEXT.npriority(address));
    }

    /** {@return the structure alone, on a stack} */
    public VkMemoryPriorityAllocateInfoEXT marshal(MemoryStack stack) {
        return VkMemoryPriorityAllocateInfoEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryPriorityAllocateInfoEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkMemoryPriorityAllocateInfoEXT.PRIORITY, Float.floatToRawIntBits(priority));
    }
}
