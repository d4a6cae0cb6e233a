package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;

/**
 * The rules of vkGetDeviceMemoryOpaqueCaptureAddress.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkGetDeviceMemoryOpaqueCaptureAddress.html">
 *     vkGetDeviceMemoryOpaqueCaptureAddress</a>
 */
public final class OpaqueCaptureAddressRules {

    private OpaqueCaptureAddressRules() {}

    /** Checks a question for the address against what the memory was allocated with. */
    public static void check(MemoryAllocateChain chain, Findings findings) {
        hasAddress(chain, findings);
        // VUID-vkGetDeviceMemoryOpaqueCaptureAddress-None-03334 and -device-03335: LWJGL does not keep which features
        // were
        // enabled.
    }

    /** VUID-VkDeviceMemoryOpaqueCaptureAddressInfo-memory-03336: the memory was allocated with an address. */
    private static void hasAddress(MemoryAllocateChain chain, Findings findings) {
        MemoryAllocateFlagsInfo flags = chain.find(MemoryAllocateFlagsInfo.class);
        if (flags == null || !flags.flags().contains(MemoryAllocateFlag.DEVICE_ADDRESS)) {
            findings.add(
                    "VUID-VkDeviceMemoryOpaqueCaptureAddressInfo-memory-03336",
                    "the memory was allocated without DEVICE_ADDRESS",
                    "add MemoryAllocateFlagsInfo.of(DEVICE_ADDRESS, DEVICE_ADDRESS_CAPTURE_REPLAY) to the allocation");
        }
    }
}
