package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExternalMemoryHandleType;

/**
 * The rule of VkWin32KeyedMutexAcquireReleaseInfoKHR that needs a memory's history.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkWin32KeyedMutexAcquireReleaseInfoKHR.html">
 *     VkWin32KeyedMutexAcquireReleaseInfoKHR</a>
 */
public final class KeyedMutexRules {

    private KeyedMutexRules() {}

    /** VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireSyncs-00081: only a texture of Direct3D 11 has a keyed mutex. */
    public static void check(MemoryHistory memory, Findings findings) {
        ExternalMemoryHandleType importType = memory.importType();
        if (importType != ExternalMemoryHandleType.D3D11_TEXTURE
                && importType != ExternalMemoryHandleType.D3D11_TEXTURE_KMT) {
            findings.add(
                    "VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireSyncs-00081",
                    importType == null ? "the memory was not imported" : "the memory was imported as " + importType,
                    "import it as D3D11_TEXTURE or D3D11_TEXTURE_KMT");
        }
    }
}
