package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;

/**
 * The rules of vkAllocateMemory and VkMemoryAllocateInfo that need a device's facts.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/vkAllocateMemory.html">vkAllocateMemory</a>
 */
public final class AllocateMemoryRules {

    private AllocateMemoryRules() {}

    /** Checks a chain against a device, in the specification's order. */
    public static void check(MemoryAllocateChain chain, DeviceFacts device, Findings findings) {
        if (memoryTypeExists(chain.allocateInfo(), device, findings)) {
            fitsIntoHeap(chain.allocateInfo(), device, findings);
        }
        dedicatedWhereDemanded(chain, device, findings);
        // VUID-VkExportMemoryAllocateInfo-handleTypes-09860, and -09861 and -09862 of the imports: that the types are
        // supported and compatible depends on the buffer or image that the memory is for, which a chain does not say.
        // VUID-VkMemoryAllocateInfo-memoryTypeIndex-01872: LWJGL does not keep which features were enabled.
    }

    /** VUID-vkAllocateMemory-pAllocateInfo-01714: the memory type exists. */
    private static boolean memoryTypeExists(MemoryAllocateInfo info, DeviceFacts device, Findings findings) {
        boolean exists = Integer.compareUnsigned(info.memoryTypeIndex(), device.memoryTypeCount()) < 0;
        if (!exists) {
            findings.add(
                    "VUID-vkAllocateMemory-pAllocateInfo-01714",
                    "memoryTypeIndex is " + Integer.toUnsignedString(info.memoryTypeIndex()),
                    "the device has memory types 0 to " + (device.memoryTypeCount() - 1));
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
                    "the heap of memory type " + info.memoryTypeIndex() + " has " + heap + " bytes");
        }
    }

    /** VUID-VkMemoryAllocateInfo-pNext-00639: a type that demands a dedicated allocation gets one. */
    private static void dedicatedWhereDemanded(MemoryAllocateChain chain, DeviceFacts device, Findings findings) {
        ExportMemoryAllocateInfo export = chain.find(ExportMemoryAllocateInfo.class);
        MemoryDedicatedAllocateInfo dedicated = chain.find(MemoryDedicatedAllocateInfo.class);
        if (export == null || (dedicated != null && dedicated.isDedicated())) {
            return;
        }
        for (ExternalMemoryHandleType handleType : export.handleTypes()) {
            if (device.demandsDedicatedAllocation(handleType)) {
                findings.add(
                        "VUID-VkMemoryAllocateInfo-pNext-00639",
                        handleType + " can be exported from dedicated memory only on this device",
                        "add a MemoryDedicatedAllocateInfo with the buffer or image");
            }
        }
    }
}
