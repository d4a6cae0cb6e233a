package io.github.vkextmem.struct;

/**
 * A structure that can make an allocation an import, so that rules about imports need no list of them.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateInfo.html">VkMemoryAllocateInfo:
 *     import operations</a>
 */
public interface ImportOperation {

    /** {@return whether the structure, with these values, defines an import operation} */
    boolean isImport();
}
