package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;

/**
 * Memory that may be exported, and as what.
 *
 * @param handleTypes the types that handles may be exported as; none: nothing can be exported
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExportMemoryAllocateInfo.html">VkExportMemoryAllocateInfo</a>
 */
public record ExportMemoryAllocateInfo(ExternalMemoryHandleTypes handleTypes) implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkExportMemoryAllocateInfo. */
    public static final StructureType<ExportMemoryAllocateInfo> TYPE = StructureType.of(
                    "VkExportMemoryAllocateInfo",
                    VK11.VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO,
                    VkExportMemoryAllocateInfo.SIZEOF,
                    ExportMemoryAllocateInfo::read)
            .from("VK_KHR_external_memory", VK11.VK_API_VERSION_1_1);

    /** {@return the structure for one handle type} */
    public static ExportMemoryAllocateInfo of(ExternalMemoryHandleType handleType) {
        return new ExportMemoryAllocateInfo(ExternalMemoryHandleTypes.of(handleType));
    }

    /** {@return the structure for several handle types} */
    public static ExportMemoryAllocateInfo of(ExternalMemoryHandleType... handleTypes) {
        return new ExportMemoryAllocateInfo(ExternalMemoryHandleTypes.of(handleTypes));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExportMemoryAllocateInfo read(VkExportMemoryAllocateInfo struct) {
        return read(struct.address());
    }

    private static ExportMemoryAllocateInfo read(long address) {
        return new ExportMemoryAllocateInfo(
                ExternalMemoryHandleTypes.ofBits(VkExportMemoryAllocateInfo.nhandleTypes(address)));
    }

    /** {@return the structure alone, on a stack} */
    public VkExportMemoryAllocateInfo marshal(MemoryStack stack) {
        return VkExportMemoryAllocateInfo.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExportMemoryAllocateInfo> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkExportMemoryAllocateInfo.HANDLETYPES, handleTypes.bits());
    }

    @Override
    public void check(PNextList<?> chain, Findings findings) {
        HandleTypeRules.handleTypesParameter(TYPE, handleTypes, findings);
    }
}
