package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryAcquireUnmodified;
import org.lwjgl.vulkan.VkExternalMemoryAcquireUnmodifiedEXT;

/**
 * That memory was not written to while it belonged to somebody else, so that a barrier that takes it back may keep what the
 * device knows of it. Whether that is so, the caller knows
 * (VUID-VkExternalMemoryAcquireUnmodifiedEXT-acquireUnmodifiedMemory-08922).
 *
 * @param acquireUnmodifiedMemory whether nobody wrote
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryAcquireUnmodifiedEXT.html">
 *     VkExternalMemoryAcquireUnmodifiedEXT</a>
 */
public record ExternalMemoryAcquireUnmodifiedEXT(boolean acquireUnmodifiedMemory)
        implements ExtendsBufferMemoryBarrier,
                ExtendsBufferMemoryBarrier2,
                ExtendsImageMemoryBarrier,
                ExtendsImageMemoryBarrier2 {

    /** What is true of every VkExternalMemoryAcquireUnmodifiedEXT. */
    public static final StructureType<ExternalMemoryAcquireUnmodifiedEXT> TYPE = StructureType.of(
                    "VkExternalMemoryAcquireUnmodifiedEXT",
                    EXTExternalMemoryAcquireUnmodified.VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_ACQUIRE_UNMODIFIED_EXT,
                    VkExternalMemoryAcquireUnmodifiedEXT.SIZEOF,
                    ExternalMemoryAcquireUnmodifiedEXT::read)
            .from("VK_EXT_external_memory_acquire_unmodified");

    /** {@return the structure} */
    public static ExternalMemoryAcquireUnmodifiedEXT of(boolean acquireUnmodifiedMemory) {
        return new ExternalMemoryAcquireUnmodifiedEXT(acquireUnmodifiedMemory);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExternalMemoryAcquireUnmodifiedEXT read(VkExternalMemoryAcquireUnmodifiedEXT struct) {
        return read(struct.address());
    }

    private static ExternalMemoryAcquireUnmodifiedEXT read(long address) {
        return new ExternalMemoryAcquireUnmodifiedEXT(
                VkExternalMemoryAcquireUnmodifiedEXT.nacquireUnmodifiedMemory(address) != 0);
    }

    /** {@return the structure alone, on a stack} */
    public VkExternalMemoryAcquireUnmodifiedEXT marshal(MemoryStack stack) {
        return VkExternalMemoryAcquireUnmodifiedEXT.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExternalMemoryAcquireUnmodifiedEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(
                address + VkExternalMemoryAcquireUnmodifiedEXT.ACQUIREUNMODIFIEDMEMORY,
                acquireUnmodifiedMemory ? 1 : 0);
    }
}
