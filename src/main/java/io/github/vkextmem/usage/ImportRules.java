package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.HandleKind;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;

/**
 * The rules of an import that need the description which travelled with the handle.
 *
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/capabilities.html#external-memory-handle-types-compatibility">
 *     External memory handle types compatibility</a>
 */
public final class ImportRules {

    private ImportRules() {}

    /** Checks an allocation that imports against what the exporter said of the payload. */
    public static void check(
            MemoryAllocateChain chain, MemoryDescription payload, DeviceIdentity importer, Findings findings) {
        checkOrigin(ImportKind.of(chain), payload, importer, findings);
        if (belongsToDriver(payload.handleType())) {
            dedicatedAsPayload(chain, payload, findings);
        }
        if (isOpaque(payload.handleType())) {
            sameSizeAndType(chain, payload, findings);
        }
        // VUID-VkMemoryAllocateInfo-memoryTypeIndex-00645 and -00648 speak of handles from outside of Vulkan: those
        // come without a description, and ExternalMemory.memoryTypeBits gives the answer.
        // VUID-VkImportMemoryWin32HandleInfoKHR-handleType-01440: whether a name names something, only Windows knows.
    }

    /**
     * Checks where a payload comes from.
     *
     * @param kind how it is to be imported
     * @param payload what the exporter said of it
     * @param importer the device that is to import it
     * @param findings where broken statements are reported
     */
    public static void checkOrigin(
            ImportKind kind, MemoryDescription payload, DeviceIdentity importer, Findings findings) {
        if (kind != ImportKind.HOST_POINTER) {
            samePhysicalDevice(kind.sameDevice(), payload, importer, findings);
        }
        if (kind == ImportKind.METAL_HANDLE) {
            // The table of compatible drivers says of Metal objects only that the device must be the same.
            samePhysicalDevice(kind.compatibleDriver(), payload, importer, findings);
        }
        if (belongsToDriver(payload.handleType())) {
            compatibleDriver(kind, payload, importer, findings);
        }
    }

    /** Dma-bufs, Metal objects and host memory may go from driver to driver, in a memory type of the importer's choice. */
    private static boolean belongsToDriver(ExternalMemoryHandleType handleType) {
        return handleType != ExternalMemoryHandleType.DMA_BUF_EXT
                && handleType.kind() != HandleKind.METAL_OBJECT
                && handleType.kind() != HandleKind.HOST_POINTER;
    }

    private static boolean isOpaque(ExternalMemoryHandleType handleType) {
        return switch (handleType) {
            case OPAQUE_FD, OPAQUE_WIN32, OPAQUE_WIN32_KMT -> true;
            default -> false;
        };
    }

    /** The specification says the same of descriptors and of Windows handles, under two names. */
    private static String vuid(MemoryDescription payload, String descriptor, String windows) {
        return payload.handleType().isPosixFileDescriptor() ? descriptor : windows;
    }

    /**
     * VUID-VkImportMemoryFdInfoKHR-fd-00668, VUID-VkImportMemoryWin32HandleInfoKHR-handle-00659 and
     * VUID-VkImportMemoryMetalHandleInfoEXT-handle-10409 and -10412: the same device.
     */
    private static void samePhysicalDevice(
            String vuid, MemoryDescription payload, DeviceIdentity importer, Findings findings) {
        if (!payload.device().deviceUUID().equals(importer.deviceUUID())) {
            findings.add(
                    vuid,
                    "the memory was exported on device " + payload.device().deviceUUID() + ", this is device "
                            + importer.deviceUUID(),
                    "import it on the device whose deviceUUID matches");
        }
    }

    /**
     * VUID-VkImportMemoryFdInfoKHR-fd-01746, VUID-VkImportMemoryWin32HandleInfoKHR-handle-01518, and -name-01519 for a
     * name: a compatible driver.
     */
    private static void compatibleDriver(
            ImportKind kind, MemoryDescription payload, DeviceIdentity importer, Findings findings) {
        if (!payload.device().driverUUID().equals(importer.driverUUID())) {
            findings.add(
                    kind.compatibleDriver(),
                    "the memory was exported by driver " + payload.device().driverUUID() + ", this is driver "
                            + importer.driverUUID(),
                    "use the same build of the driver on both sides");
        }
    }

    /** VUID-VkMemoryAllocateInfo-allocationSize-01742 and -01743: size and memory type match the payload's. */
    private static void sameSizeAndType(MemoryAllocateChain chain, MemoryDescription payload, Findings findings) {
        if (!chain.allocateInfo().equals(payload.allocateInfo())) {
            findings.add(
                    vuid(
                            payload,
                            "VUID-VkMemoryAllocateInfo-allocationSize-01742",
                            "VUID-VkMemoryAllocateInfo-allocationSize-01743"),
                    "the payload is " + payload.allocateInfo() + ", the import says " + chain.allocateInfo(),
                    "use the description's allocateInfo()");
        }
    }

    /**
     * VUID-VkMemoryDedicatedAllocateInfo-image-01878 and -buffer-01879 for descriptors, -image-01876 and -buffer-01877 for
     * Windows handles: dedicated as the payload is. That it is the same buffer or image is the caller's to know.
     */
    private static void dedicatedAsPayload(MemoryAllocateChain chain, MemoryDescription payload, Findings findings) {
        MemoryDedicatedAllocateInfo dedicated = chain.find(MemoryDedicatedAllocateInfo.class);
        if (dedicated != null && dedicated.isDedicated() && !payload.dedicated()) {
            findings.add(
                    dedicated.image() != 0
                            ? vuid(
                                    payload,
                                    "VUID-VkMemoryDedicatedAllocateInfo-image-01878",
                                    "VUID-VkMemoryDedicatedAllocateInfo-image-01876")
                            : vuid(
                                    payload,
                                    "VUID-VkMemoryDedicatedAllocateInfo-buffer-01879",
                                    "VUID-VkMemoryDedicatedAllocateInfo-buffer-01877"),
                    "the import is dedicated, the payload is not",
                    "leave MemoryDedicatedAllocateInfo out");
        }
    }
}
