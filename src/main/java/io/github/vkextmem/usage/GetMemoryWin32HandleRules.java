package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.MemoryGetWin32HandleInfoKHR;

/**
 * The rules of vkGetMemoryWin32HandleKHR and VkMemoryGetWin32HandleInfoKHR that need a memory's history.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryWin32HandleKHR.html">
 *     vkGetMemoryWin32HandleKHR</a>
 */
public final class GetMemoryWin32HandleRules {

    private GetMemoryWin32HandleRules() {}

    /** Checks a request against what the memory was allocated for. */
    public static void check(MemoryGetWin32HandleInfoKHR request, MemoryHistory history, Findings findings) {
        wasDeclared(request, history, findings);
        // VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00663: whoever asks for an NT handle a second time gets a
        // duplicate of
        // the first, and where there is none left, an error that no switch turns off: FirstNtHandles in memory.
    }

    /** VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00662: the type was given when memory was allocated. */
    private static void wasDeclared(MemoryGetWin32HandleInfoKHR request, MemoryHistory history, Findings findings) {
        if (!history.exportTypes().contains(request.handleType())) {
            findings.add(
                    "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00662",
                    "the memory was allocated for export as "
                            + history.exportTypes().names() + ", not " + request.handleType(),
                    "allocate it with ExportMemoryAllocateInfo.of(" + request.handleType() + ")");
        }
    }
}
