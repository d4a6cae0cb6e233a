package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExternalMemoryHandleType;

/**
 * The rules of vkGetMemoryFdPropertiesKHR and vkGetMemoryWin32HandlePropertiesKHR: what an opaque handle may be imported
 * into is known to its exporter alone.
 */
public final class HandlePropertiesRules {

    private HandlePropertiesRules() {}

    /** Checks whether a handle's properties may be asked for. */
    public static void check(ExternalMemoryHandleType handleType, Findings findings) {
        switch (handleType) {
            case OPAQUE_FD -> opaque("VUID-vkGetMemoryFdPropertiesKHR-handleType-00674", handleType, findings);
            case OPAQUE_WIN32, OPAQUE_WIN32_KMT ->
                opaque("VUID-vkGetMemoryWin32HandlePropertiesKHR-handleType-00666", handleType, findings);
            default -> {}
        }
    }

    private static void opaque(String vuid, ExternalMemoryHandleType handleType, Findings findings) {
        findings.add(
                vuid,
                handleType + " is opaque",
                "import it with the memory type that its exporter's description names");
    }
}
