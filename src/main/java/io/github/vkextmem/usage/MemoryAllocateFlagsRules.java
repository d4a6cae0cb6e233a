package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;

/**
 * The rules of VkMemoryAllocateFlagsInfo that need a device's facts.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryAllocateFlagsInfo.html">
 *     VkMemoryAllocateFlagsInfo</a>
 */
final class MemoryAllocateFlagsRules {

    private MemoryAllocateFlagsRules() {}

    static void check(MemoryAllocateFlagsInfo flags, MemoryAllocateInfo info, DeviceFacts device, Findings findings) {
        maskOfDevices(flags, device, findings);
        protectedIsNotZeroed(flags, info, device, findings);
    }

    /** VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675: each bit is a physical device of the group. */
    private static void maskOfDevices(MemoryAllocateFlagsInfo flags, DeviceFacts device, Findings findings) {
        int count = device.physicalDeviceCount();
        // A shift by 32 would be none.
        boolean outside = count < 32 && flags.deviceMask() >>> count != 0;
        if (flags.flags().contains(MemoryAllocateFlag.DEVICE_MASK) && outside) {
            findings.add(
                    "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675",
                    "deviceMask is 0x" + Integer.toHexString(flags.deviceMask()) + ", and the device is made of "
                            + count + (count == 1 ? " physical device" : " physical devices"),
                    "use bits below " + count);
        }
    }

    /** VUID-VkMemoryAllocateFlagsInfo-flags-10761: nobody zeroes protected memory. */
    private static void protectedIsNotZeroed(
            MemoryAllocateFlagsInfo flags, MemoryAllocateInfo info, DeviceFacts device, Findings findings) {
        if (flags.flags().contains(MemoryAllocateFlag.ZERO_INITIALIZE_EXT)
                && Integer.compareUnsigned(info.memoryTypeIndex(), device.memoryTypeCount()) < 0
                && device.isProtected(info.memoryTypeIndex())) {
            findings.add(
                    "VUID-VkMemoryAllocateFlagsInfo-flags-10761",
                    "memory type " + info.memoryTypeIndex() + " is protected, and flags is " + flags.flags(),
                    "leave ZERO_INITIALIZE_EXT out, or choose another memory type");
        }
    }
}
