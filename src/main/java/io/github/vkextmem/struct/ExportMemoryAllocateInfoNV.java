package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.NVExternalMemory;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfoNV;

/**
 * Memory that may be exported through VK_NV_external_memory, and as what.
 *
 * @param handleTypes the types that handles may be exported as; none: nothing can be exported
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExportMemoryAllocateInfoNV.html">VkExportMemoryAllocateInfoNV</a>
 */
public record ExportMemoryAllocateInfoNV(ExternalMemoryHandleTypesNV handleTypes) implements ExtendsMemoryAllocateInfo {

    /** What is true of every VkExportMemoryAllocateInfoNV. */
    public static final StructureType<ExportMemoryAllocateInfoNV> TYPE = StructureType.of(
                    "VkExportMemoryAllocateInfoNV",
                    NVExternalMemory.VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO_NV,
                    VkExportMemoryAllocateInfoNV.SIZEOF,
                    ExportMemoryAllocateInfoNV::read)
            .from("VK_NV_external_memory");

    /** {@return the structure for one handle type} */
    public static ExportMemoryAllocateInfoNV of(ExternalMemoryHandleTypeNV handleType) {
        return new ExportMemoryAllocateInfoNV(ExternalMemoryHandleTypesNV.of(handleType));
    }

    /** {@return the structure for several handle types} */
    public static ExportMemoryAllocateInfoNV of(ExternalMemoryHandleTypeNV... handleTypes) {
        return new ExportMemoryAllocateInfoNV(ExternalMemoryHandleTypesNV.of(handleTypes));
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExportMemoryAllocateInfoNV read(VkExportMemoryAllocateInfoNV struct) {
        return read(struct.address());
    }

    private static ExportMemoryAllocateInfoNV read(long address) {
        return new ExportMemoryAllocateInfoNV(
                ExternalMemoryHandleTypesNV.ofBits(VkExportMemoryAllocateInfoNV.nhandleTypes(address)));
    }

    /** {@return the structure alone, on a stack} */
    public VkExportMemoryAllocateInfoNV marshal(MemoryStack stack) {
        return VkExportMemoryAllocateInfoNV.create(Block.marshal(this, stack));
    }

    @Override
    public StructureType<ExportMemoryAllocateInfoNV> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(address + VkExportMemoryAllocateInfoNV.HANDLETYPES, handleTypes.bits());
    }

    @Override
    public void check(PNextList<?> chain, Findings findings) {
        MemoryAllocateInfoRules.exportIsCoreOrNV(chain, findings);
        HandleTypeRules.handleTypesParameter(TYPE, handleTypes, findings);
    }
}
