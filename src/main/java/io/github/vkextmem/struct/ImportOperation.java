package io.github.vkextmem.struct;

import io.github.vkextmem.chain.StructCopy;
import io.github.vkextmem.chain.Structure;
import java.util.Set;
import org.lwjgl.vulkan.EXTExternalMemoryHost;
import org.lwjgl.vulkan.EXTExternalMemoryMetal;
import org.lwjgl.vulkan.EXTMetalObjects;

/**
 * A structure that can make an allocation an import, so that rules about imports need no list of them.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateInfo.html">VkMemoryAllocateInfo:
 *     import operations</a>
 */
public interface ImportOperation {

    /** {@return whether the structure, with these values, defines an import operation} */
    boolean isImport();

    /** {@return whether a structure defines an import operation, LWJGL's structs that have no record here included} */
    static boolean isImport(Structure structure) {
        return structure instanceof ImportOperation operation
                ? operation.isImport()
                : structure instanceof StructCopy copy
                        && ImportStructs.S_TYPES.contains(copy.type().sType());
    }

    /** Structs whose presence makes an allocation an import, and that the library has no record for. */
    final class ImportStructs {
        private static final Set<Integer> S_TYPES = Set.of(
                EXTExternalMemoryHost.VK_STRUCTURE_TYPE_IMPORT_MEMORY_HOST_POINTER_INFO_EXT,
                EXTExternalMemoryMetal.VK_STRUCTURE_TYPE_IMPORT_MEMORY_METAL_HANDLE_INFO_EXT,
                EXTMetalObjects.VK_STRUCTURE_TYPE_IMPORT_METAL_BUFFER_INFO_EXT);

        private ImportStructs() {}
    }
}
