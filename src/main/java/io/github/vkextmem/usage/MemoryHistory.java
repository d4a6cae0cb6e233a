package io.github.vkextmem.usage;

import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryHandleTypesNV;
import io.github.vkextmem.struct.MemoryAllocateChain;

/** How a memory came to be. */
public final class MemoryHistory {

    private final ExternalMemoryHandleTypes exportTypes;
    private final ExternalMemoryHandleTypesNV exportTypesNV;

    /** Begins the history of a memory that was allocated with a chain. */
    public MemoryHistory(MemoryAllocateChain chain) {
        ExportMemoryAllocateInfo core = chain.find(ExportMemoryAllocateInfo.class);
        ExportMemoryAllocateInfoNV nv = chain.find(ExportMemoryAllocateInfoNV.class);
        this.exportTypes = core == null ? ExternalMemoryHandleTypes.of() : core.handleTypes();
        this.exportTypesNV = nv == null ? ExternalMemoryHandleTypesNV.of() : nv.handleTypes();
    }

    /** {@return the types given in VkExportMemoryAllocateInfo; none where there was no such structure} */
    public ExternalMemoryHandleTypes exportTypes() {
        return exportTypes;
    }

    /** {@return the types given in VkExportMemoryAllocateInfoNV; none where there was no such structure} */
    public ExternalMemoryHandleTypesNV exportTypesNV() {
        return exportTypesNV;
    }
}
