package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.DeviceFeature;
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
    public static void check(MemoryAllocateChain chain, DeviceFacts device, Findings findings) {
        hasAddress(chain, findings);
        addressesAreOn(device, findings);
        // -device-03335: what a group needs besides, DeviceFeatures does not say.
    }

    /** VUID-vkGetDeviceMemoryOpaqueCaptureAddress-None-03334: addresses are a feature. */
    private static void addressesAreOn(DeviceFacts device, Findings findings) {
        if (device.isOff(DeviceFeature.BUFFER_DEVICE_ADDRESS)) {
            findings.add(
                    "VUID-vkGetDeviceMemoryOpaqueCaptureAddress-None-03334",
                    "bufferDeviceAddress is off",
                    "create the device with the feature");
        }
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
