package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.Structure;

/**
 * A structure that can make an allocation an import, so that rules about imports need no list of them.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateInfo.html">VkMemoryAllocateInfo:
 *     import operations</a>
 */
public interface ImportOperation extends ExtendsMemoryAllocateInfo {

    /** {@return whether the structure, with these values, defines an import operation} */
    boolean isImport();

    /** Checks what VkMemoryAllocateInfo demands of imports. Whoever has rules of his own overrides this and calls it too. */
    @Override
    default void check(PNextList<?> chain, Findings findings) {
        MemoryAllocateInfoRules.checkImport(chain, findings);
    }

    /** {@return whether a structure defines an import operation} */
    static boolean isImport(Structure structure) {
        return structure instanceof ImportOperation operation && operation.isImport();
    }
}
