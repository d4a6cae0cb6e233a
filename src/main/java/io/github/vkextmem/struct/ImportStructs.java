package io.github.vkextmem.struct;

import io.github.vkextmem.chain.StructCopy;
import java.util.Set;
import org.lwjgl.vulkan.EXTExternalMemoryHost;
import org.lwjgl.vulkan.EXTExternalMemoryMetal;
import org.lwjgl.vulkan.EXTMetalObjects;

/** LWJGL's structs whose presence makes an allocation an import, and that the library has no record for. */
final class ImportStructs {

    private static final Set<Integer> S_TYPES = Set.of(
            EXTExternalMemoryHost.VK_STRUCTURE_TYPE_IMPORT_MEMORY_HOST_POINTER_INFO_EXT,
            EXTExternalMemoryMetal.VK_STRUCTURE_TYPE_IMPORT_MEMORY_METAL_HANDLE_INFO_EXT,
            EXTMetalObjects.VK_STRUCTURE_TYPE_IMPORT_METAL_BUFFER_INFO_EXT);

    private ImportStructs() {}

    static boolean contains(StructCopy struct) {
        return S_TYPES.contains(struct.type().sType());
    }
}
