package io.github.vkextmem.usage;

import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryHandleTypesNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a memory came to be, and what was exported of it since.
 *
 * <p>Not for use by several threads at once: the memory's owner guards it.
 */
public final class MemoryHistory {

    private final ExternalMemoryHandleTypes exportTypes;
    private final ExternalMemoryHandleTypesNV exportTypesNV;
    private final Set<ExternalMemoryHandleType> exportedNtHandles = EnumSet.noneOf(ExternalMemoryHandleType.class);

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

    /** Notes that vkGetMemoryWin32HandleKHR gave out an NT handle. */
    public void exportedNtHandle(ExternalMemoryHandleType handleType) {
        exportedNtHandles.add(handleType);
    }

    /** {@return whether vkGetMemoryWin32HandleKHR gave out an NT handle of a type before} */
    public boolean hasExportedNtHandle(ExternalMemoryHandleType handleType) {
        return exportedNtHandles.contains(handleType);
    }
}
