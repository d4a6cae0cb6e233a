package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlags;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;

/**
 * The rules of vkAllocateMemory and VkMemoryAllocateInfo that need a device's facts.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkAllocateMemory.html">vkAllocateMemory</a>
 */
public final class AllocateMemoryRules {

    private AllocateMemoryRules() {}

    /**
     * Checks an allocation against a device, in the specification's order.
     *
     * @param chain what is allocated, with what is imported
     * @param memory what comes of it
     */
    public static void check(MemoryAllocateChain chain, MemoryHistory memory, DeviceFacts device, Findings findings) {
        MemoryAllocateInfo info = memory.allocateInfo();
        if (memoryTypeExists(info, device, findings)) {
            fitsIntoHeap(info, device, findings);
            protectedIfEnabled(info, device, findings);
        }
        dedicatedWhereDemanded(memory, device, findings);
        MemoryAllocateFlagsInfo flags = memory.flags();
        if (flags != null) {
            addressesIfEnabled(flags.flags(), device, findings);
            MemoryAllocateFlagsRules.check(flags, info, device, findings);
        }
        DedicatedAllocationRules.check(chain, memory, device, findings);
        // VUID-VkMemoryAllocateInfo-pNext-09858: that the memory is for a tensor, no structure known here says.
    }

    /** VUID-vkAllocateMemory-pAllocateInfo-01714: the memory type exists. */
    private static boolean memoryTypeExists(MemoryAllocateInfo info, DeviceFacts device, Findings findings) {
        boolean exists = Integer.compareUnsigned(info.memoryTypeIndex(), device.memoryTypeCount()) < 0;
        if (!exists) {
            findings.add(
                    "VUID-vkAllocateMemory-pAllocateInfo-01714",
                    "memoryTypeIndex is " + Integer.toUnsignedString(info.memoryTypeIndex()),
                    "the device has memory types 0 to " + (device.memoryTypeCount() - 1),
                    info::equals);
        }
        return exists;
    }

    /** VUID-vkAllocateMemory-pAllocateInfo-01713: the heap is large enough. */
    private static void fitsIntoHeap(MemoryAllocateInfo info, DeviceFacts device, Findings findings) {
        long heap = device.heapSize(info.memoryTypeIndex());
        if (Long.compareUnsigned(info.allocationSize(), heap) > 0) {
            findings.add(
                    "VUID-vkAllocateMemory-pAllocateInfo-01713",
                    "allocationSize is " + Long.toUnsignedString(info.allocationSize()),
                    "the heap of memory type " + info.memoryTypeIndex() + " has " + heap + " bytes",
                    info::equals);
        }
    }

    /** VUID-VkMemoryAllocateInfo-memoryTypeIndex-01872: protected memory is a feature. */
    private static void protectedIfEnabled(MemoryAllocateInfo info, DeviceFacts device, Findings findings) {
        if (device.isProtected(info.memoryTypeIndex()) && device.isOff(DeviceFeature.PROTECTED_MEMORY)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-memoryTypeIndex-01872",
                    "memory type " + info.memoryTypeIndex() + " is protected, and protectedMemory is off",
                    "choose another memory type, or create the device with the feature");
        }
    }

    /** VUID-VkMemoryAllocateInfo-flags-03330 and -03331: addresses of buffers are a feature, and to have them again too. */
    private static void addressesIfEnabled(MemoryAllocateFlags flags, DeviceFacts device, Findings findings) {
        if (flags.contains(MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY)
                && device.isOff(DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-flags-03330",
                    "flags has DEVICE_ADDRESS_CAPTURE_REPLAY, and bufferDeviceAddressCaptureReplay is off",
                    "leave the flag out, or create the device with the feature",
                    MemoryAllocateFlagsInfo.class::isInstance);
        }
        if (flags.contains(MemoryAllocateFlag.DEVICE_ADDRESS) && device.isOff(DeviceFeature.BUFFER_DEVICE_ADDRESS)) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-flags-03331",
                    "flags has DEVICE_ADDRESS, and bufferDeviceAddress is off",
                    "leave the flag out, or create the device with the feature",
                    MemoryAllocateFlagsInfo.class::isInstance);
        }
    }

    /** VUID-VkMemoryAllocateInfo-pNext-00639: a type that demands a dedicated allocation gets one, of either family. */
    private static void dedicatedWhereDemanded(MemoryHistory memory, DeviceFacts device, Findings findings) {
        if (memory.isDedicated()) {
            return;
        }
        for (ExternalMemoryHandleType handleType : memory.exportTypes()) {
            if (device.demandsDedicatedAllocation(handleType)) {
                findings.add(
                        "VUID-VkMemoryAllocateInfo-pNext-00639",
                        handleType + " can be exported from dedicated memory only on this device",
                        "add a MemoryDedicatedAllocateInfo with the buffer or image",
                        ExportMemoryAllocateInfo.class::isInstance);
            }
        }
    }
}
