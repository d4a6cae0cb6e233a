package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextChain;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ImportOperation;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlags;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.struct.ResourceParameters;
import io.github.vkextmem.usage.AllocateMemoryRules;
import io.github.vkextmem.usage.BufferAddressRules;
import io.github.vkextmem.usage.ExternalUseRules;
import io.github.vkextmem.usage.MemoryHistory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/** What stands between a chain and vkAllocateMemory. */
final class Allocations {

    private final DeviceContext context;

    Allocations(DeviceContext context) {
        this.context = context;
    }

    /** {@return the chain, if it begins as it must and imports nothing by itself} */
    static MemoryAllocateChain withoutImport(PNextChain<VkMemoryAllocateInfo> chain) {
        if (!(chain instanceof MemoryAllocateChain allocation)) {
            throw new IllegalArgumentException("a chain that begins with a MemoryAllocateInfo is needed: " + chain);
        }
        if (allocation.count(ImportOperation::isImport) > 0) {
            throw new IllegalArgumentException(
                    "the chain imports by a raw number, which nobody would own; call importMemory"
                            + " with the owning handle (PosixFileDescriptor.adopt and NtHandle.adopt make one of a number)\n"
                            + allocation);
        }
        return allocation;
    }

    /**
     * Allocates.
     *
     * @param resource what the memory is for; null: nobody said
     */
    DeviceMemory allocate(MemoryAllocateChain chain, @Nullable Resource resource) {
        return allocate(chain, chain, null, resource);
    }

    /** Allocates and imports. */
    DeviceMemory allocate(MemoryAllocateChain chain, Payload payload, @Nullable Resource resource) {
        return allocate(chain, chain.with(payload.structure()), payload, resource);
    }

    private DeviceMemory allocate(
            MemoryAllocateChain described,
            MemoryAllocateChain chain,
            @Nullable Payload payload,
            @Nullable Resource resource) {
        ExternalMemoryHandleType imported = payload == null ? null : payload.handleType();
        MemoryHistory history = new MemoryHistory(described, imported, resource);
        requireExtensions(chain, history);
        chain.check();
        Consumer<Findings> rules = findings -> {
            AllocateMemoryRules.check(chain, history, context.rules(), findings);
            if (payload != null) {
                payload.rules().accept(chain, findings);
            }
            if (resource != null) {
                checkResource(context, chain, imported, resource, findings);
            }
        };
        if (payload != null && payload.isDescribed()) {
            Findings.examine(chain, rules);
        } else {
            Findings.requireNone(chain, rules);
        }
        if (payload != null) {
            payload.examination().run();
        }
        return DeviceMemory.allocate(context, described, history, chain);
    }

    private void requireExtensions(MemoryAllocateChain chain, MemoryHistory history) {
        context.extensions().requireFor(chain);
        context.extensions().requireFor(history.exportTypes());
        MemoryAllocateFlagsInfo flags = history.flags();
        if (flags != null && flags.flags().contains(MemoryAllocateFlag.ZERO_INITIALIZE_EXT)) {
            context.extensions()
                    .require("VK_EXT_zero_initialize_device_memory", "flag " + MemoryAllocateFlag.ZERO_INITIALIZE_EXT);
        }
    }

    /**
     * Checks what depends on what the memory is for.
     *
     * @param imported what it is or was imported as; null: it is not
     */
    static void checkResource(
            DeviceContext context,
            MemoryAllocateChain chain,
            @Nullable ExternalMemoryHandleType imported,
            Resource resource,
            Findings findings) {
        if (imported != null) {
            ExternalUseRules.checkImport(
                    resource.parameters(), imported, context.properties(imported, resource.parameters()), findings);
        }
        ExternalMemoryHandleTypes exported = chain.get(ExportMemoryAllocateInfo.class)
                .map(ExportMemoryAllocateInfo::handleTypes)
                .orElseGet(ExternalMemoryHandleTypes::of);
        ExternalUseRules.checkMemory(
                chain,
                resource,
                ResourceMemory.ask(exported, type -> context.properties(type, resource.parameters())),
                findings);
    }

    /**
     * Adds the flags that a buffer demands of its memory, to those that the chain may have already.
     *
     * @param resource what is bound to the memory; null: not known
     */
    MemoryAllocateChain withFlagsFor(@Nullable ResourceParameters resource, MemoryAllocateChain chain) {
        MemoryAllocateFlags demanded =
                resource == null ? MemoryAllocateFlags.of() : BufferAddressRules.demandedBy(resource, context.rules());
        if (demanded.isEmpty()) {
            return chain;
        }
        MemoryAllocateFlagsInfo present = chain.find(MemoryAllocateFlagsInfo.class);
        if (present == null) {
            return chain.with(new MemoryAllocateFlagsInfo(demanded, 0));
        }
        var both = new MemoryAllocateFlagsInfo(
                MemoryAllocateFlags.ofBits(present.flags().bits() | demanded.bits()), present.deviceMask());
        return chain.map(structure -> structure.equals(present) ? both : structure);
    }

    /** Refuses memory that is said to be for one resource, and is dedicated to another. */
    static void requireFor(Resource resource, MemoryAllocateChain chain) {
        boolean buffer = resource instanceof BufferResource;
        MemoryDedicatedAllocateInfo core = chain.find(MemoryDedicatedAllocateInfo.class);
        DedicatedAllocationMemoryAllocateInfoNV nv = chain.find(DedicatedAllocationMemoryAllocateInfoNV.class);
        boolean coreFits =
                core == null || !core.isDedicated() || (buffer ? core.buffer() : core.image()) == resource.handle();
        boolean nvFits = nv == null || !nv.isDedicated() || (buffer ? nv.buffer() : nv.image()) == resource.handle();
        if (!coreFits || !nvFits) {
            throw new IllegalArgumentException(
                    "the memory is for " + resource + ", and the chain dedicates it to another\n" + chain);
        }
    }
}
