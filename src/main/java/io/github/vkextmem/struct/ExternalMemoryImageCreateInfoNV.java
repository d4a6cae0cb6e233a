package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVExternalMemory;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfoNV;

/**
 * An image that may be bound to external memory of VK_NV_external_memory.
 *
 * @param handleTypes the types of the external memory; none: the image is bound to ordinary memory
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExternalMemoryImageCreateInfoNV.html">VkExternalMemoryImageCreateInfoNV</a>
 */
public record ExternalMemoryImageCreateInfoNV(ExternalMemoryHandleTypesNV handleTypes)
        implements ExtendsImageCreateInfo {

    /** What is true of every VkExternalMemoryImageCreateInfoNV. */
    public static final StructureType<ExternalMemoryImageCreateInfoNV> TYPE = StructureType.of(
                    "VkExternalMemoryImageCreateInfoNV",
                    NVExternalMemory.VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_IMAGE_CREATE_INFO_NV,
                    VkExternalMemoryImageCreateInfoNV.SIZEOF,
                    ExternalMemoryImageCreateInfoNV::read)
            .from("VK_NV_external_memory");

    /** {@return the structure for one handle type} */
    public static ExternalMemoryImageCreateInfoNV of(ExternalMemoryHandleTypeNV handleType) {
        return new ExternalMemoryImageCreateInfoNV(ExternalMemoryHandleTypesNV.of(handleType));
    }

    /** {@return the structure for several handle types} */
    public static ExternalMemoryImageCreateInfoNV of(ExternalMemoryHandleTypeNV... handleTypes) {
        return new ExternalMemoryImageCreateInfoNV(ExternalMemoryHandleTypesNV.of(handleTypes));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExternalMemoryImageCreateInfoNV read(VkExternalMemoryImageCreateInfoNV struct) {
        return read(struct.address());
    }

    private static ExternalMemoryImageCreateInfoNV read(long address) {
        return new ExternalMemoryImageCreateInfoNV(
                ExternalMemoryHandleTypesNV.ofBits(VkExternalMemoryImageCreateInfoNV.nhandleTypes(address)));
    }

    /** {@return the structure alone, on a stack} */
    public VkExternalMemoryImageCreateInfoNV marshal(MemoryStack stack) {
        return VkExternalMemoryImageCreateInfoNV.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExternalMemoryImageCreateInfoNV> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkExternalMemoryImageCreateInfoNV.HANDLETYPES, handleTypes.bits());
    }

    @Override
    public void check(PNextList<?> chain, Findings findings) {
        HandleTypeRules.handleTypesParameter(TYPE, handleTypes, findings);
    }
}
