package io.github.vkextmem.memory;

import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExtendsMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ImportOperation;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.util.List;
import java.util.stream.Stream;

/**
 * What memory a buffer or image for export shall have. Immutable: each method answers a new request.
 *
 * @param handleTypes the handle types that the memory can be exported as, at least one
 * @param requiredProperties the VkMemoryPropertyFlags that the memory type must have
 * @param preferredProperties the VkMemoryPropertyFlags that it should have: of the types that have what is required, the
 *     first with the most of these is taken
 * @param structures what else stands in the allocation's chain, as a name or a security descriptor for Windows
 */
public record ExportRequest(
        ExternalMemoryHandleTypes handleTypes,
        int requiredProperties,
        int preferredProperties,
        List<ExtendsMemoryAllocateInfo> structures) {

    /**
     * @throws IllegalArgumentException if there is no handle type, a structure that the library adds itself, or one that
     *     imports
     */
    public ExportRequest {
        if (handleTypes.isEmpty()) {
            throw new IllegalArgumentException("at least one handle type is needed");
        }
        structures = List.copyOf(structures);
        for (ExtendsMemoryAllocateInfo structure : structures) {
            if (structure instanceof ExportMemoryAllocateInfo || structure instanceof MemoryDedicatedAllocateInfo) {
                throw new IllegalArgumentException(
                        structure.type() + " is added where it is needed; leave it out: " + structure);
            }
            if (ImportOperation.isImport(structure)) {
                throw new IllegalArgumentException(
                        "what is created for export imports nothing; call importBuffer or importImage with the owning"
                                + " handle instead of " + structure);
            }
        }
    }

    /** {@return a request for memory of any type that can be exported as each of these} */
    public static ExportRequest as(ExternalMemoryHandleType... handleTypes) {
        return new ExportRequest(ExternalMemoryHandleTypes.of(handleTypes), 0, 0, List.of());
    }

    /** {@return the same, for memory types with these VkMemoryPropertyFlags only} */
    public ExportRequest requiring(int propertyFlags) {
        return new ExportRequest(handleTypes, propertyFlags, preferredProperties, structures);
    }

    /** {@return the same, for a memory type with as many of these VkMemoryPropertyFlags as there are} */
    public ExportRequest preferring(int propertyFlags) {
        return new ExportRequest(handleTypes, requiredProperties, propertyFlags, structures);
    }

    /** {@return the same with one more structure in the allocation's chain} */
    public ExportRequest with(ExtendsMemoryAllocateInfo structure) {
        return new ExportRequest(
                handleTypes,
                requiredProperties,
                preferredProperties,
                Stream.concat(structures.stream(), Stream.of(structure)).toList());
    }

    MemoryAllocateChain chain(MemoryAllocateInfo info) {
        var chain = info.with(new ExportMemoryAllocateInfo(handleTypes));
        for (ExtendsMemoryAllocateInfo structure : structures) {
            chain = chain.with(structure);
        }
        return chain;
    }
}
