package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfo;

/**
 * An image that may be bound to external memory.
 *
 * @param handleTypes the types of the external memory; none: the image is bound to ordinary memory
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryImageCreateInfo.html">VkExternalMemoryImageCreateInfo</a>
 */
public record ExternalMemoryImageCreateInfo(ExternalMemoryHandleTypes handleTypes) implements ExtendsImageCreateInfo {

    /** What is true of every VkExternalMemoryImageCreateInfo. */
    public static final StructureType<ExternalMemoryImageCreateInfo> TYPE = StructureType.of(
                    "VkExternalMemoryImageCreateInfo",
                    VK11.VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_IMAGE_CREATE_INFO,
                    VkExternalMemoryImageCreateInfo.SIZEOF,
                    ExternalMemoryImageCreateInfo::read)
            .from("VK_KHR_external_memory", VK11.VK_API_VERSION_1_1);

    /** {@return the structure for one handle type} */
    public static ExternalMemoryImageCreateInfo of(ExternalMemoryHandleType handleType) {
        return new ExternalMemoryImageCreateInfo(ExternalMemoryHandleTypes.of(handleType));
    }

    /** {@return the structure for several handle types} */
    public static ExternalMemoryImageCreateInfo of(ExternalMemoryHandleType... handleTypes) {
        return new ExternalMemoryImageCreateInfo(ExternalMemoryHandleTypes.of(handleTypes));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExternalMemoryImageCreateInfo read(VkExternalMemoryImageCreateInfo struct) {
        return read(struct.address());
    }

    private static ExternalMemoryImageCreateInfo read(long address) {
        return new ExternalMemoryImageCreateInfo(
                ExternalMemoryHandleTypes.ofBits(VkExternalMemoryImageCreateInfo.nhandleTypes(address)));
    }

    /** {@return the structure alone, on a stack} */
    public VkExternalMemoryImageCreateInfo marshal(MemoryStack stack) {
        return VkExternalMemoryImageCreateInfo.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExternalMemoryImageCreateInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkExternalMemoryImageCreateInfo.HANDLETYPES, handleTypes.bits());
    }

    @Override
    public void check(PNextList<?> chain, Findings findings) {
        HandleTypeRules.handleTypesParameter(TYPE, handleTypes, findings);
    }
}
