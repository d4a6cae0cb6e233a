package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVDedicatedAllocation;
import org.lwjgl.vulkan.VkDedicatedAllocationBufferCreateInfoNV;

/**
 * A buffer that will have memory of its own, by the extension that preceded {@link MemoryDedicatedAllocateInfo} and wants to know it
 * when the buffer is created.
 *
 * @param dedicatedAllocation whether it will
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDedicatedAllocationBufferCreateInfoNV.html">
 *     VkDedicatedAllocationBufferCreateInfoNV</a>
 */
public record DedicatedAllocationBufferCreateInfoNV(boolean dedicatedAllocation) implements ExtendsBufferCreateInfo {

    /** What is true of every VkDedicatedAllocationBufferCreateInfoNV. */
    public static final StructureType<DedicatedAllocationBufferCreateInfoNV> TYPE = StructureType.of(
                    "VkDedicatedAllocationBufferCreateInfoNV",
                    NVDedicatedAllocation.VK_STRUCTURE_TYPE_DEDICATED_ALLOCATION_BUFFER_CREATE_INFO_NV,
                    VkDedicatedAllocationBufferCreateInfoNV.SIZEOF,
                    DedicatedAllocationBufferCreateInfoNV::read)
            .from("VK_NV_dedicated_allocation");

    /** {@return the structure} */
    public static DedicatedAllocationBufferCreateInfoNV of(boolean dedicatedAllocation) {
        return new DedicatedAllocationBufferCreateInfoNV(dedicatedAllocation);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static DedicatedAllocationBufferCreateInfoNV read(VkDedicatedAllocationBufferCreateInfoNV struct) {
        return read(struct.address());
    }

    private static DedicatedAllocationBufferCreateInfoNV read(long address) {
        return new DedicatedAllocationBufferCreateInfoNV(
                VkDedicatedAllocationBufferCreateInfoNV.ndedicatedAllocation(address) != 0);
    }

    /** {@return the structure alone, on a stack} */
    public VkDedicatedAllocationBufferCreateInfoNV marshal(MemoryStack stack) {
        return VkDedicatedAllocationBufferCreateInfoNV.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<DedicatedAllocationBufferCreateInfoNV> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(
                address + VkDedicatedAllocationBufferCreateInfoNV.DEDICATEDALLOCATION, dedicatedAllocation ? 1 : 0);
    }
}
