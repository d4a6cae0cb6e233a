package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.MemoryGetRemoteAddressInfoNV;

/**
 * The rules of vkGetMemoryRemoteAddressNV and VkMemoryGetRemoteAddressInfoNV that need a memory's history.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetMemoryRemoteAddressNV.html">
 *     vkGetMemoryRemoteAddressNV</a>
 */
public final class GetMemoryRemoteAddressRules {

    private GetMemoryRemoteAddressRules() {}

    /** Checks a request against what the memory was allocated for. */
    public static void check(MemoryGetRemoteAddressInfoNV request, MemoryHistory history, Findings findings) {
        wasDeclared(request, history, findings);
    }

    /** VUID-VkMemoryGetRemoteAddressInfoNV-handleType-04966: the type was given when memory was allocated. */
    private static void wasDeclared(MemoryGetRemoteAddressInfoNV request, MemoryHistory history, Findings findings) {
        if (!history.exportTypes().contains(request.handleType())) {
            findings.add(
                    "VUID-VkMemoryGetRemoteAddressInfoNV-handleType-04966",
                    "the memory was allocated for export as "
                            + history.exportTypes().names() + ", not " + request.handleType(),
                    "allocate it with ExportMemoryAllocateInfo.of(" + request.handleType() + ")");
        }
    }
}
