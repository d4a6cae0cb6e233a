package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.Resource;
import io.github.vkextmem.struct.ResourceParameters;
import io.github.vkextmem.usage.ExternalUseRules;
import io.github.vkextmem.usage.ExternalUseRules.CreatedAs;
import io.github.vkextmem.usage.ImportRules;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/** Memory for one buffer or image that exists already. */
final class ResourceMemory {

    private static final int SPARSE_IMAGE = VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT
            | VK10.VK_IMAGE_CREATE_SPARSE_RESIDENCY_BIT
            | VK10.VK_IMAGE_CREATE_SPARSE_ALIASED_BIT;

    private static final int SPARSE_BUFFER = VK10.VK_BUFFER_CREATE_SPARSE_BINDING_BIT
            | VK10.VK_BUFFER_CREATE_SPARSE_RESIDENCY_BIT
            | VK10.VK_BUFFER_CREATE_SPARSE_ALIASED_BIT;

    private final DeviceContext context;
    private final Allocations allocations;
    private final Imports imports;
    private final HandleProperties handleProperties;

    ResourceMemory(DeviceContext context, Allocations allocations, Imports imports, HandleProperties handleProperties) {
        this.context = context;
        this.allocations = allocations;
        this.imports = imports;
        this.handleProperties = handleProperties;
    }

    /** {@return what the device can do with each of some types} */
    static Map<ExternalMemoryHandleType, ExternalMemoryProperties> ask(
            ExternalMemoryHandleTypes types, Function<ExternalMemoryHandleType, ExternalMemoryProperties> device) {
        Map<ExternalMemoryHandleType, ExternalMemoryProperties> answers = new EnumMap<>(ExternalMemoryHandleType.class);
        for (ExternalMemoryHandleType type : types) {
            answers.put(type, device.apply(type));
        }
        return answers;
    }

    /** Refuses what the device cannot export for a resource, before it is created. */
    void requireExportable(
            ResourceParameters resource,
            ExternalMemoryHandleTypes types,
            Map<ExternalMemoryHandleType, ExternalMemoryProperties> properties) {
        requireWhole(resource);
        Findings.requireNone(
                resource,
                findings -> ExternalUseRules.checkExport(resource, createdAs(resource), types, properties, findings));
    }

    /** What is sparse, or has planes of their own, is not bound to one memory by one call; the flags may come from a peer. */
    private static void requireWhole(ResourceParameters resource) {
        int parts = resource instanceof ImageParameters image
                ? image.info().flags() & (SPARSE_IMAGE | VK11.VK_IMAGE_CREATE_DISJOINT_BIT)
                : ((BufferParameters) resource).flags() & SPARSE_BUFFER;
        if (parts != 0) {
            throw new IllegalArgumentException(
                    "what is sparse or disjoint is not bound to one memory as a whole; leave the" + " flags 0x"
                            + Integer.toHexString(parts) + " out of " + resource);
        }
    }

    private CreatedAs createdAs(ResourceParameters resource) {
        if (resource instanceof BufferParameters) {
            return CreatedAs.BUFFER;
        }
        return context.families().onlyNV() ? CreatedAs.IMAGE_NV : CreatedAs.IMAGE;
    }

    /** Refuses what comes from elsewhere, or what the device cannot import for a resource, before it is created. */
    void requireImportable(
            ResourceParameters resource,
            ExternalHandle handle,
            MemoryDescription description,
            ExternalMemoryProperties properties) {
        requireWhole(resource);
        Findings.examine(description, findings -> {
            ImportRules.checkOrigin(
                    imports.kind(handle), description, context.facts().identity(), findings);
            ExternalUseRules.checkImport(resource, description.handleType(), properties, findings);
        });
    }

    /** Allocates memory that can be exported, for the resource alone where driver or handle type want that. */
    DeviceMemory allocate(
            MemoryRequirements needs,
            ExportRequest request,
            Resource resource,
            Map<ExternalMemoryHandleType, ExternalMemoryProperties> properties) {
        int type = context.memoryTypes()
                .choose(needs.memoryTypeBits(), request.requiredProperties(), request.preferredProperties());
        MemoryAllocateChain chain = forResource(
                request.chain(MemoryAllocateInfo.of(needs.size(), type)),
                resource,
                needs.wantsDedicated() || isDedicatedOnly(properties.values()));
        return allocations.allocate(context.families().translate(chain), null);
    }

    private MemoryAllocateChain forResource(MemoryAllocateChain chain, Resource resource, boolean dedicated) {
        MemoryAllocateChain flagged = allocations.withFlagsFor(resource.parameters(), chain);
        if (!dedicated) {
            return flagged;
        }
        return flagged.with(
                resource instanceof BufferResource
                        ? MemoryDedicatedAllocateInfo.ofBuffer(resource.handle())
                        : MemoryDedicatedAllocateInfo.ofImage(resource.handle()));
    }

    private static boolean isDedicatedOnly(Iterable<ExternalMemoryProperties> answers) {
        for (ExternalMemoryProperties properties : answers) {
            if (properties.isDedicatedOnly()) {
                return true;
            }
        }
        return false;
    }

    /** Imports what an exporter allocated for the same resource. */
    DeviceMemory importMemory(
            MemoryRequirements needs,
            ExternalHandle handle,
            MemoryDescription description,
            Resource resource,
            ExternalMemoryProperties properties) {
        if (description.allocationSize() != 0 && needs.size() > description.allocationSize()) {
            throw new IllegalArgumentException("the exporter's memory has " + description.allocationSize()
                    + " bytes, and here the same resource needs " + needs.size() + ": " + description);
        }
        long size = description.allocateInfo().allocationSize();
        MemoryAllocateChain chain = MemoryAllocateInfo.of(size, memoryType(needs, handle, description))
                .chain();
        // An opaque payload is dedicated or not; of others this driver says what it wants.
        boolean dedicated = description.handleType().isOpaque()
                ? description.dedicated()
                : properties.isDedicatedOnly() || needs.wantsDedicated();
        return imports.importMemory(handle, description, forResource(chain, resource, dedicated), null);
    }

    /** An opaque payload keeps its memory type; of others the driver says where they can go. */
    private int memoryType(MemoryRequirements needs, ExternalHandle handle, MemoryDescription description) {
        if (!description.handleType().isOpaque()) {
            int possible = needs.memoryTypeBits() & handleProperties.memoryTypeBits(handle);
            return context.memoryTypes().choose(possible, 0, 0);
        }
        int type = description.memoryTypeIndex();
        if ((needs.memoryTypeBits() & 1 << type) == 0) {
            throw new IllegalArgumentException("the exporter's memory is of type " + type
                    + ", and here the same resource can live in "
                    + context.memoryTypes().describe(needs.memoryTypeBits()));
        }
        return type;
    }
}
