package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutInt;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkMemoryDedicatedRequirements;

/**
 * Whether a buffer or an image wants memory of its own, as vkGetBufferMemoryRequirements2 and vkGetImageMemoryRequirements2
 * answer.
 *
 * @param prefersDedicatedAllocation whether the driver would rather have it so
 * @param requiresDedicatedAllocation whether the resource may be bound to no other memory
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryDedicatedRequirements.html">
 *     VkMemoryDedicatedRequirements</a>
 */
public record MemoryDedicatedRequirements(boolean prefersDedicatedAllocation, boolean requiresDedicatedAllocation)
        implements ExtendsMemoryRequirements2 {

    /** What is true of every VkMemoryDedicatedRequirements. */
    public static final StructureType<MemoryDedicatedRequirements> TYPE = StructureType.of(
                    "VkMemoryDedicatedRequirements",
                    VK11.VK_STRUCTURE_TYPE_MEMORY_DEDICATED_REQUIREMENTS,
                    VkMemoryDedicatedRequirements.SIZEOF,
                    MemoryDedicatedRequirements::read)
            .from("VK_KHR_dedicated_allocation", VK11.VK_API_VERSION_1_1);

    /** {@return the values of an LWJGL struct, without its chain} */
    public static MemoryDedicatedRequirements read(VkMemoryDedicatedRequirements struct) {
        return read(struct.address());
    }

    private static MemoryDedicatedRequirements read(long address) {
        return new MemoryDedicatedRequirements(
                VkMemoryDedicatedRequirements.nprefersDedicatedAllocation(address) != 0,
                VkMemoryDedicatedRequirements.nrequiresDedicatedAllocation(address) != 0);
    }

    /** {@return the structure alone, on a stack} */
    public VkMemoryDedicatedRequirements marshal(MemoryStack stack) {
        return VkMemoryDedicatedRequirements.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryDedicatedRequirements> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutInt(
                address + VkMemoryDedicatedRequirements.PREFERSDEDICATEDALLOCATION, prefersDedicatedAllocation ? 1 : 0);
        memPutInt(
                address + VkMemoryDedicatedRequirements.REQUIRESDEDICATEDALLOCATION,
                requiresDedicatedAllocation ? 1 : 0);
    }
}
