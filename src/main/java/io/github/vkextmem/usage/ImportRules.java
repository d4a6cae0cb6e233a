package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;

/** The rules of an import that need the description which travelled with the handle. */
public final class ImportRules {

    private ImportRules() {}

    /** Checks an allocation that imports against what the exporter said of the payload. */
    public static void check(
            MemoryAllocateChain chain, MemoryDescription payload, DeviceIdentity importer, Findings findings) {
        samePhysicalDevice(payload, importer, findings);
        sameSizeAndType(chain, payload, findings);
        dedicatedAsPayload(chain, payload, findings);
    }

    /** VUID-VkImportMemoryFdInfoKHR-fd-00668 and -01746: the same physical device, and a compatible driver. */
    private static void samePhysicalDevice(MemoryDescription payload, DeviceIdentity importer, Findings findings) {
        if (!payload.device().deviceUUID().equals(importer.deviceUUID())) {
            findings.add(
                    "VUID-VkImportMemoryFdInfoKHR-fd-00668",
                    "the memory was exported on device " + payload.device().deviceUUID() + ", this is device "
                            + importer.deviceUUID(),
                    "import it on the device whose deviceUUID matches");
        }
        if (!payload.device().driverUUID().equals(importer.driverUUID())) {
            findings.add(
                    "VUID-VkImportMemoryFdInfoKHR-fd-01746",
                    "the memory was exported by driver " + payload.device().driverUUID() + ", this is driver "
                            + importer.driverUUID(),
                    "use the same build of the driver on both sides");
        }
    }

    /** VUID-VkMemoryAllocateInfo-allocationSize-01742: size and memory type match the payload's. */
    private static void sameSizeAndType(MemoryAllocateChain chain, MemoryDescription payload, Findings findings) {
        if (!chain.allocateInfo().equals(payload.allocateInfo())) {
            findings.add(
                    "VUID-VkMemoryAllocateInfo-allocationSize-01742",
                    "the payload is " + payload.allocateInfo() + ", the import says " + chain.allocateInfo(),
                    "use the description's allocateInfo()");
        }
    }

    /**
     * VUID-VkMemoryDedicatedAllocateInfo-image-01878 and -buffer-01879: dedicated as the payload is. That it is dedicated
     * to the same buffer or image is the caller's to know.
     */
    private static void dedicatedAsPayload(MemoryAllocateChain chain, MemoryDescription payload, Findings findings) {
        MemoryDedicatedAllocateInfo dedicated = chain.find(MemoryDedicatedAllocateInfo.class);
        if (dedicated != null && dedicated.isDedicated() && !payload.dedicated()) {
            findings.add(
                    dedicated.image() != 0
                            ? "VUID-VkMemoryDedicatedAllocateInfo-image-01878"
                            : "VUID-VkMemoryDedicatedAllocateInfo-buffer-01879",
                    "the import is dedicated, the payload is not",
                    "leave MemoryDedicatedAllocateInfo out");
        }
    }
}
