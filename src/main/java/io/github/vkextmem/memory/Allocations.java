package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextChain;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ImportOperation;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.usage.AllocateMemoryRules;
import io.github.vkextmem.usage.ImportRules;
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
        if (allocation.count(structure -> structure instanceof ImportOperation operation && operation.isImport()) > 0) {
            throw new IllegalArgumentException(
                    "the chain imports by a raw number, which nobody would own; call importMemory"
                            + " with the owning handle (PosixFileDescriptor.adopt and NtHandle.adopt make one of a number,"
                            + " HostPointer.of one of memory)\n"
                            + allocation);
        }
        return allocation;
    }

    /** Allocates. */
    DeviceMemory allocate(MemoryAllocateChain chain) {
        return allocate(chain, chain, findings -> {});
    }

    /** Allocates and imports; {@code payload} is what the exporter said of it. */
    DeviceMemory allocate(
            MemoryAllocateChain chain, ExtendsMemoryAllocateInfo imported, @Nullable MemoryDescription payload) {
        MemoryAllocateChain importing = chain.with(imported);
        return allocate(chain, importing, findings -> {
            if (payload != null) {
                ImportRules.check(importing, payload, context.facts().identity(), findings);
            }
        });
    }

    /** Allocates and imports, by rules that hold for this kind of import. */
    DeviceMemory allocate(
            MemoryAllocateChain chain, ExtendsMemoryAllocateInfo imported, Consumer<Findings> importRules) {
        return allocate(chain, chain.with(imported), importRules);
    }

    private DeviceMemory allocate(
            MemoryAllocateChain described, MemoryAllocateChain chain, Consumer<Findings> importRules) {
        context.extensions().requireFor(chain);
        ExportMemoryAllocateInfo export = chain.find(ExportMemoryAllocateInfo.class);
        if (export != null) {
            context.extensions().requireFor(export.handleTypes());
        }
        chain.check();
        Findings.requireNone(chain, findings -> {
            AllocateMemoryRules.check(chain, context.facts(), findings);
            importRules.accept(findings);
        });
        return DeviceMemory.allocate(context, described, chain);
    }
}
