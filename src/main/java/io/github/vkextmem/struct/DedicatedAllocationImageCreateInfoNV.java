package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVDedicatedAllocation;
import org.lwjgl.vulkan.VkDedicatedAllocationImageCreateInfoNV;

/**
 * An image that will have memory of its own, by the extension that preceded {@link MemoryDedicatedAllocateInfo} and wants to know it
 * when the image is created.
 *
 * @param dedicatedAllocation whether it will
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDedicatedAllocationImageCreateInfoNV.html">
 *     VkDedicatedAllocationImageCreateInfoNV</a>
 */
public record DedicatedAllocationImageCreateInfoNV(boolean dedicatedAllocation) implements ExtendsImageCreateInfo {

    /** What is true of every VkDedicatedAllocationImageCreateInfoNV. */
    public static final StructureType<DedicatedAllocationImageCreateInfoNV> TYPE = StructureType.of(
                    "VkDedicatedAllocationImageCreateInfoNV",
                    NVDedicatedAllocation.VK_STRUCTURE_TYPE_DEDICATED_ALLOCATION_IMAGE_CREATE_INFO_NV,
                    VkDedicatedAllocationImageCreateInfoNV.SIZEOF,
                    DedicatedAllocationImageCreateInfoNV::read)
            .from("VK_NV_dedicated_allocation");

    /** {@return the structure} */
    public static DedicatedAllocationImageCreateInfoNV of(boolean dedicatedAllocation) {
        return new DedicatedAllocationImageCreateInfoNV(dedicatedAllocation);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static DedicatedAllocationImageCreateInfoNV read(VkDedicatedAllocationImageCreateInfoNV struct) {
        return read(struct.address());
    }

    private static DedicatedAllocationImageCreateInfoNV read(long address) {
        return new DedicatedAllocationImageCreateInfoNV(
                VkDedicatedAllocationImageCreateInfoNV.ndedicatedAllocation(address) != 0);
    }

    /** {@return the structure alone, on a stack} */
    public VkDedicatedAllocationImageCreateInfoNV marshal(MemoryStack stack) {
        return VkDedicatedAllocationImageCreateInfoNV.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<DedicatedAllocationImageCreateInfoNV> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(
                address + VkDedicatedAllocationImageCreateInfoNV.DEDICATEDALLOCATION, dedicatedAllocation ? 1 : 0);
    }
}
