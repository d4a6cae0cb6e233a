package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.MemoryGetMetalHandleInfoEXT;

/**
 * The rules of vkGetMemoryMetalHandleEXT and VkMemoryGetMetalHandleInfoEXT that need a memory's history.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryMetalHandleEXT.html">
 *     vkGetMemoryMetalHandleEXT</a>
 */
public final class GetMemoryMetalHandleRules {

    private GetMemoryMetalHandleRules() {}

    /** Checks a request against what the memory was allocated for. */
    public static void check(MemoryGetMetalHandleInfoEXT request, MemoryHistory history, Findings findings) {
        if (isExportable(request, history, findings)) {
            wasDeclared(request, history, findings);
        }
    }

    /** VUID-VkMemoryGetMetalHandleInfoEXT-memory-10413: the memory was allocated for export at all. */
    private static boolean isExportable(MemoryGetMetalHandleInfoEXT request, MemoryHistory history, Findings findings) {
        boolean exportable = !history.exportTypes().isEmpty();
        if (!exportable) {
            findings.add(
                    "VUID-VkMemoryGetMetalHandleInfoEXT-memory-10413",
                    "the memory was not allocated for export",
                    "allocate it with ExportMemoryAllocateInfo.of(" + request.handleType() + ")");
        }
        return exportable;
    }

    /** VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10414: the type was given when memory was allocated. */
    private static void wasDeclared(MemoryGetMetalHandleInfoEXT request, MemoryHistory history, Findings findings) {
        if (!history.exportTypes().contains(request.handleType())) {
            findings.add(
                    "VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10414",
                    "the memory was allocated for export as "
                            + history.exportTypes().names() + ", not " + request.handleType(),
                    "allocate it with ExportMemoryAllocateInfo.of(" + request.handleType() + ")");
        }
    }
}
