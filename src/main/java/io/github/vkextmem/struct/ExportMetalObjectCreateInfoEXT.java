package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTMetalObjects;
import org.lwjgl.vulkan.VkExportMetalObjectCreateInfoEXT;

/**
 * That a Metal object may be exported from what is created; a chain may hold one for each kind of object.
 *
 * @param exportObjectType the kind of object; null: none
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkExportMetalObjectCreateInfoEXT.html">
 *     VkExportMetalObjectCreateInfoEXT</a>
 */
public record ExportMetalObjectCreateInfoEXT(@Nullable ExportMetalObjectTypeEXT exportObjectType)
        implements ExtendsInstanceCreateInfo,
                ExtendsMemoryAllocateInfo,
                ExtendsImageCreateInfo,
                ExtendsImageViewCreateInfo,
                ExtendsBufferViewCreateInfo,
                ExtendsSemaphoreCreateInfo,
                ExtendsEventCreateInfo {

    /** What is true of every VkExportMetalObjectCreateInfoEXT. */
    public static final StructureType<ExportMetalObjectCreateInfoEXT> TYPE = StructureType.of(
                    "VkExportMetalObjectCreateInfoEXT",
                    EXTMetalObjects.VK_STRUCTURE_TYPE_EXPORT_METAL_OBJECT_CREATE_INFO_EXT,
                    VkExportMetalObjectCreateInfoEXT.SIZEOF,
                    ExportMetalObjectCreateInfoEXT::read)
            .from("VK_EXT_metal_objects")
            .allowingDuplicates();

    /** {@return the structure for a kind of object} */
    public static ExportMetalObjectCreateInfoEXT of(ExportMetalObjectTypeEXT exportObjectType) {
        return new ExportMetalObjectCreateInfoEXT(exportObjectType);
    }

    /** {@return the values of an LWJGL struct, without its chain} */
    public static ExportMetalObjectCreateInfoEXT read(VkExportMetalObjectCreateInfoEXT struct) {
        return read(struct.address());
    }

    private static ExportMetalObjectCreateInfoEXT read(long address) {
        int bit = VkExportMetalObjectCreateInfoEXT.nexportObjectType(address);
        return new ExportMetalObjectCreateInfoEXT(bit == 0 ? null : ExportMetalObjectTypeEXT.ofBit(bit));
    }

    /** {@return the structure alone, on a stack} */
    public VkExportMetalObjectCreateInfoEXT marshal(MemoryStack stack) {
        return VkExportMetalObjectCreateInfoEXT.create(Block.marshal(this, stack));
    }

    /** Each parent exports its own kinds of objects; the specification says so under the parents' names. */
    @Override
    public void check(PNextList<?> chain, Findings findings) {
        ExportMetalObjectRules.check(exportObjectType, chain.parentName(), findings);
    }

    @Override
    public StructureType<ExportMetalObjectCreateInfoEXT> type() {
        return TYPE;
    }

    @Override
    public void write(long address, long pNext) {
        StructBytes.putHeader(address, TYPE.sType(), pNext);
        StructBytes.putPaddedInt(
                address + VkExportMetalObjectCreateInfoEXT.EXPORTOBJECTTYPE,
                exportObjectType == null ? 0 : exportObjectType.bit());
    }
}
