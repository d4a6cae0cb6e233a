package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;

/**
 * The rules of vkGetMemoryWin32HandleNV that need a memory's history.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryWin32HandleNV.html">
 *     vkGetMemoryWin32HandleNV</a>
 */
public final class GetMemoryWin32HandleNVRules {

    private GetMemoryWin32HandleNVRules() {}

    /** Checks a request against what the memory was allocated for. */
    public static void check(ExternalMemoryHandleTypeNV handleType, MemoryHistory history, Findings findings) {
        wasDeclared(handleType, history, findings);
    }

    /** VUID-vkGetMemoryWin32HandleNV-handleType-01326: the type was given when memory was allocated. */
    private static void wasDeclared(ExternalMemoryHandleTypeNV handleType, MemoryHistory history, Findings findings) {
        if (!history.exportTypesNV().contains(handleType)) {
            findings.add(
                    "VUID-vkGetMemoryWin32HandleNV-handleType-01326",
                    "the memory was allocated for export as "
                            + history.exportTypesNV().names() + ", not " + handleType,
                    "allocate it with ExportMemoryAllocateInfoNV.of(" + handleType + ")");
        }
    }
}
