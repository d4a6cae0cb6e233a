package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfo;

/**
 * A buffer that may be bound to external memory.
 *
 * @param handleTypes the types of the external memory; none: the buffer is bound to ordinary memory
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryBufferCreateInfo.html">VkExternalMemoryBufferCreateInfo</a>
 */
public record ExternalMemoryBufferCreateInfo(ExternalMemoryHandleTypes handleTypes) implements ExtendsBufferCreateInfo {

    /** What is true of every VkExternalMemoryBufferCreateInfo. */
    public static final StructureType<ExternalMemoryBufferCreateInfo> TYPE = StructureType.of(
                    "VkExternalMemoryBufferCreateInfo",
                    VK11.VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_BUFFER_CREATE_INFO,
                    VkExternalMemoryBufferCreateInfo.SIZEOF,
                    ExternalMemoryBufferCreateInfo::read)
            .from("VK_KHR_external_memory", VK11.VK_API_VERSION_1_1);

    /** {@return the structure for one handle type} */
    public static ExternalMemoryBufferCreateInfo of(ExternalMemoryHandleType handleType) {
        return new ExternalMemoryBufferCreateInfo(ExternalMemoryHandleTypes.of(handleType));
    }

    /** {@return the structure for several handle types} */
    public static ExternalMemoryBufferCreateInfo of(ExternalMemoryHandleType... handleTypes) {
        return new ExternalMemoryBufferCreateInfo(ExternalMemoryHandleTypes.of(handleTypes));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExternalMemoryBufferCreateInfo read(VkExternalMemoryBufferCreateInfo struct) {
        return read(struct.address());
    }

    private static ExternalMemoryBufferCreateInfo read(long address) {
        return new ExternalMemoryBufferCreateInfo(
                ExternalMemoryHandleTypes.ofBits(VkExternalMemoryBufferCreateInfo.nhandleTypes(address)));
    }

    /** {@return the structure alone, on a stack} */
    public VkExternalMemoryBufferCreateInfo marshal(MemoryStack stack) {
        return VkExternalMemoryBufferCreateInfo.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExternalMemoryBufferCreateInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkExternalMemoryBufferCreateInfo.HANDLETYPES, handleTypes.bits());
    }

    @Override
    public void check(PNextList<?> chain, Findings findings) {
        HandleTypeRules.handleTypesParameter(TYPE, handleTypes, findings);
    }
}
