package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Structure;

/**
 * A structure that can make an allocation an import, so that rules about imports need no list of them.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateInfo.html">VkMemoryAllocateInfo:
 *     import operations</a>
 */
public interface ImportOperation {

    /** {@return whether the structure, with these values, defines an import operation} */
    boolean isImport();

    /** {@return whether a structure defines an import operation} */
    static boolean isImport(Structure structure) {
        return structure instanceof ImportOperation operation && operation.isImport();
    }
}
