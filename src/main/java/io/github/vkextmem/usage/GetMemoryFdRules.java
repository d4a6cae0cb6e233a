package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.MemoryGetFdInfoKHR;

/**
 * The rules of vkGetMemoryFdKHR and VkMemoryGetFdInfoKHR that need a memory's history.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryFdKHR.html">vkGetMemoryFdKHR</a>
 */
public final class GetMemoryFdRules {

    private GetMemoryFdRules() {}

    /** Checks a request against what the memory was allocated for. */
    public static void check(MemoryGetFdInfoKHR request, MemoryHistory history, Findings findings) {
        wasDeclared(request, history, findings);
    }

    /** VUID-VkMemoryGetFdInfoKHR-handleType-00671: the type was given when memory was allocated. */
    private static void wasDeclared(MemoryGetFdInfoKHR request, MemoryHistory history, Findings findings) {
        if (!history.exportTypes().contains(request.handleType())) {
            findings.add(
                    "VUID-VkMemoryGetFdInfoKHR-handleType-00671",
                    "the memory was allocated for export as "
                            + history.exportTypes().names() + ", not " + request.handleType(),
                    "allocate it with ExportMemoryAllocateInfo.of(" + request.handleType() + ")");
        }
    }
}
