package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;

/**
 * Rules of the commands that export a handle of memory: the handle type was declared when the memory was allocated.
 *
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/memory.html#memory-external">External memory</a>
 */
public final class GetMemoryHandleRules {

    private GetMemoryHandleRules() {}

    /** Checks vkGetMemoryFdKHR. */
    public static void checkFd(ExternalMemoryHandleType handleType, MemoryHistory history, Findings findings) {
        wasDeclared("VUID-VkMemoryGetFdInfoKHR-handleType-00671", handleType, history, findings);
    }

    /**
     * Checks vkGetMemoryWin32HandleKHR. VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00663 is not a rule: a second request for
     * an NT handle is answered with a duplicate of the first, and without one it fails with checks off too ({@code memory}).
     */
    public static void checkWin32(ExternalMemoryHandleType handleType, MemoryHistory history, Findings findings) {
        wasDeclared("VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00662", handleType, history, findings);
    }

    /** Checks vkGetMemoryWin32HandleNV. */
    public static void checkWin32NV(ExternalMemoryHandleTypeNV handleType, MemoryHistory history, Findings findings) {
        if (!history.exportTypesNV().contains(handleType)) {
            notDeclared(
                    "VUID-vkGetMemoryWin32HandleNV-handleType-01326",
                    handleType,
                    history.exportTypesNV().names(),
                    "ExportMemoryAllocateInfoNV",
                    findings);
        }
    }

    /** Checks vkGetMemoryMetalHandleEXT; memory that was not allocated for export at all breaks the first statement only. */
    public static void checkMetal(ExternalMemoryHandleType handleType, MemoryHistory history, Findings findings) {
        if (history.exportTypes().isEmpty()) {
            findings.add(
                    "VUID-VkMemoryGetMetalHandleInfoEXT-memory-10413",
                    "the memory was not allocated for export",
                    "allocate it with ExportMemoryAllocateInfo.of(" + handleType + ")");
        } else {
            wasDeclared("VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10414", handleType, history, findings);
        }
    }

    /** Checks vkGetMemoryRemoteAddressNV. */
    public static void checkRemoteAddress(
            ExternalMemoryHandleType handleType, MemoryHistory history, Findings findings) {
        wasDeclared("VUID-VkMemoryGetRemoteAddressInfoNV-handleType-04966", handleType, history, findings);
    }

    private static void wasDeclared(
            String vuid, ExternalMemoryHandleType handleType, MemoryHistory history, Findings findings) {
        if (!history.exportTypes().contains(handleType)) {
            notDeclared(vuid, handleType, history.exportTypes().names(), "ExportMemoryAllocateInfo", findings);
        }
    }

    private static void notDeclared(
            String vuid, Object handleType, String declared, String structure, Findings findings) {
        findings.add(
                vuid,
                "the memory was allocated for export as " + declared + ", not " + handleType,
                "allocate it with " + structure + ".of(" + handleType + ")");
    }
}
