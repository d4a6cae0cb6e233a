package io.github.vkextmem.conformance;

import io.github.vkextmem.memory.ExternalMemory;
import java.util.List;
import org.lwjgl.vulkan.VK10;

/** How a test gets at the bytes of a memory, and of which type the memory is therefore. */
enum Access {
    /** Host-visible memory, mapped. */
    MAPPED {
        @Override
        int memoryType(ExternalMemory external, int memoryTypeBits) {
            return external.memoryTypes(memoryTypeBits, VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT)
                    .get(0);
        }
    },
    /**
     * A copy on a queue, in memory that only the device sees where the driver has such a type; software drivers do not, and
     * there it is an ordinary one.
     */
    COPIED {
        @Override
        int memoryType(ExternalMemory external, int memoryTypeBits) {
            List<Integer> visible = external.memoryTypes(memoryTypeBits, VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT);
            List<Integer> local = external.memoryTypes(memoryTypeBits, VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
            return local.stream()
                    .filter(type -> !visible.contains(type))
                    .findFirst()
                    .orElseGet(() -> external.memoryTypes(memoryTypeBits, 0).get(0));
        }
    };

    /** {@return the memory type for a mask of types} */
    abstract int memoryType(ExternalMemory external, int memoryTypeBits);
}
