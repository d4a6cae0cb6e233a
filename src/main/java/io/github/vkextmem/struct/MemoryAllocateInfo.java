package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutLong;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/**
 * How much memory to allocate, and of which type; the first structure of every allocation's chain.
 *
 * @param allocationSize the size in bytes, unsigned
 * @param memoryTypeIndex an index into the physical device's memory types
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateInfo.html">
 *     VkMemoryAllocateInfo</a>
 */
public record MemoryAllocateInfo(long allocationSize, int memoryTypeIndex) implements Structure {

    /** What is true of every VkMemoryAllocateInfo. */
    public static final StructureType<MemoryAllocateInfo> TYPE = StructureType.of(
            "VkMemoryAllocateInfo",
            VK10.VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
            VkMemoryAllocateInfo.SIZEOF,
            MemoryAllocateInfo::read);

    /** {@return the structure for a size in bytes and a memory type} */
    public static MemoryAllocateInfo of(long allocationSize, int memoryTypeIndex) {
        return new MemoryAllocateInfo(allocationSize, memoryTypeIndex);
    }

    /** {@return the values of an LWJGL struct, without its chain; {@link MemoryAllocateChain#read} reads that too} */
    public static MemoryAllocateInfo read(VkMemoryAllocateInfo struct) {
        return read(struct.address());
    }

    private static MemoryAllocateInfo read(long address) {
        return new MemoryAllocateInfo(
                VkMemoryAllocateInfo.nallocationSize(address), VkMemoryAllocateInfo.nmemoryTypeIndex(address));
    }

    /** {@return a chain of this structure alone} */
    public MemoryAllocateChain chain() {
        return new MemoryAllocateChain(this);
    }

    /**
     * Begins a chain.
     *
     * @param structure what extends this structure
     * @return this structure with {@code structure} behind it
     */
    public MemoryAllocateChain with(ExtendsMemoryAllocateInfo structure) {
        return chain().with(structure);
    }

    /** {@return the structure alone, on a stack} */
    public VkMemoryAllocateInfo marshal(MemoryStack stack) {
        return VkMemoryAllocateInfo.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<MemoryAllocateInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        memPutLong(address + VkMemoryAllocateInfo.ALLOCATIONSIZE, allocationSize);
        StructBytes.putPaddedInt(address + VkMemoryAllocateInfo.MEMORYTYPEINDEX, memoryTypeIndex);
    }

    /** Checks the rules of VkMemoryAllocateInfo that need no device, in the specification's order. */
    @Override
    public void check(PNextList<?> chain, Findings findings) {
        MemoryAllocateInfoRules.check(this, chain, findings);
    }
}
