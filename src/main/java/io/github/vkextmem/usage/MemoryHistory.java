package io.github.vkextmem.usage;

import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryHandleTypesNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.struct.SecurityAttributes;
import org.jspecify.annotations.Nullable;

/** How a memory came to be. */
public final class MemoryHistory {

    private static final MemoryDedicatedAllocateInfo NOT_DEDICATED = new MemoryDedicatedAllocateInfo(0, 0);
    private static final DedicatedAllocationMemoryAllocateInfoNV NOT_DEDICATED_NV =
            new DedicatedAllocationMemoryAllocateInfoNV(0, 0);

    private static final ExternalMemoryHandleTypes NONE = ExternalMemoryHandleTypes.of();
    private static final ExternalMemoryHandleTypesNV NONE_NV = ExternalMemoryHandleTypesNV.of();

    private final MemoryAllocateChain chain;
    private final ExternalMemoryHandleTypes exportTypes;
    private final ExternalMemoryHandleTypesNV exportTypesNV;
    private final MemoryDedicatedAllocateInfo dedicated;
    private final DedicatedAllocationMemoryAllocateInfoNV dedicatedNV;
    private final @Nullable MemoryAllocateFlagsInfo flags;
    private final @Nullable ExternalMemoryHandleType importType;
    private final @Nullable Resource resource;

    /** Begins the history of a memory that was allocated with a chain and not imported. */
    public MemoryHistory(MemoryAllocateChain chain) {
        this(chain, null, null);
    }

    /**
     * Begins the history of a memory.
     *
     * @param chain what it was allocated with
     * @param importType what it was imported as; null: it was not
     * @param resource what it was allocated for; null: nobody said
     */
    public MemoryHistory(
            MemoryAllocateChain chain, @Nullable ExternalMemoryHandleType importType, @Nullable Resource resource) {
        ExportMemoryAllocateInfo core = chain.find(ExportMemoryAllocateInfo.class);
        ExportMemoryAllocateInfoNV nv = chain.find(ExportMemoryAllocateInfoNV.class);
        this.chain = chain;
        this.exportTypes = core == null ? NONE : core.handleTypes();
        this.exportTypesNV = nv == null ? NONE_NV : nv.handleTypes();
        MemoryDedicatedAllocateInfo one = chain.find(MemoryDedicatedAllocateInfo.class);
        DedicatedAllocationMemoryAllocateInfoNV oneNV = chain.find(DedicatedAllocationMemoryAllocateInfoNV.class);
        this.dedicated = one == null ? NOT_DEDICATED : one;
        this.dedicatedNV = oneNV == null ? NOT_DEDICATED_NV : oneNV;
        this.flags = chain.find(MemoryAllocateFlagsInfo.class);
        this.importType = importType;
        this.resource = resource;
    }

    /** {@return its size and memory type, as they were asked for} */
    public MemoryAllocateInfo allocateInfo() {
        return chain.allocateInfo();
    }

    /** {@return the types given in VkExportMemoryAllocateInfo; none where there was no such structure} */
    public ExternalMemoryHandleTypes exportTypes() {
        return exportTypes;
    }

    /** {@return the types given in VkExportMemoryAllocateInfoNV; none where there was no such structure} */
    public ExternalMemoryHandleTypesNV exportTypesNV() {
        return exportTypesNV;
    }

    /** {@return whether child processes are to inherit NT handles: the SECURITY_ATTRIBUTES say so, if there are any} */
    public boolean isInherited() {
        ExportMemoryWin32HandleInfoKHR core = chain.find(ExportMemoryWin32HandleInfoKHR.class);
        ExportMemoryWin32HandleInfoNV nv = chain.find(ExportMemoryWin32HandleInfoNV.class);
        return isInherited(core == null ? null : core.attributes()) || isInherited(nv == null ? null : nv.attributes());
    }

    private static boolean isInherited(@Nullable SecurityAttributes attributes) {
        return attributes != null && attributes.isInherited();
    }

    /** {@return what VkMemoryDedicatedAllocateInfo named; two times 0 where there was no such structure} */
    public MemoryDedicatedAllocateInfo dedicated() {
        return dedicated;
    }

    /** {@return what VkDedicatedAllocationMemoryAllocateInfoNV named; two times 0 where there was no such structure} */
    public DedicatedAllocationMemoryAllocateInfoNV dedicatedNV() {
        return dedicatedNV;
    }

    /** {@return what VkMemoryAllocateFlagsInfo said; null: there was no such structure} */
    public @Nullable MemoryAllocateFlagsInfo flags() {
        return flags;
    }

    /** {@return what the memory was imported as; null: it was not} */
    public @Nullable ExternalMemoryHandleType importType() {
        return importType;
    }

    /** {@return whether the memory is for one buffer or image alone, in the words of the core or of NV} */
    public boolean isDedicated() {
        return dedicated.isDedicated() || dedicatedNV.image() != 0 || dedicatedNV.buffer() != 0;
    }

    /** {@return whether handles of a type can refer to the memory: it was allocated for export as that, or imported from it} */
    public boolean isSharedAs(ExternalMemoryHandleType handleType) {
        return exportTypes.contains(handleType)
                || handleType.toNV().filter(exportTypesNV::contains).isPresent()
                || handleType == importType;
    }

    /** {@return the buffer or image that the memory was allocated for; null: nobody said} */
    public @Nullable Resource resource() {
        return resource;
    }
}
