package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.HandleKind;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;

/**
 * The rules of an import that need the description which travelled with the handle.
 *
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/capabilities.html#external-memory-handle-types-compatibility">
 *     External memory handle types compatibility</a>
 */
public final class ImportRules {

    private static final String NOT_LIKE_THE_PAYLOAD = "the import is dedicated, and the payload is ";

    private ImportRules() {}

    /** Checks an allocation that imports against what the exporter said of the payload. */
    public static void check(
            MemoryAllocateChain chain, MemoryDescription payload, DeviceIdentity importer, Findings findings) {
        checkOrigin(ImportKind.of(chain), payload, importer, findings);
        if (belongsToDriver(payload.handleType())) {
            dedicatedAsPayload(chain, payload, findings);
        }
        dedicatedByNVAsPayload(chain, payload, findings);
        if (payload.handleType().isOpaque()) {
            sameSizeAndType(chain, payload, findings);
        }
        // VUID-VkImportMemoryWin32HandleInfoKHR-handleType-01440: whether a name names something, only Windows knows.
        // VUID-VkMemoryAllocateInfo-None-00643 and -00644: a description does not carry the payload's device mask, of
        // the devices of a group it names the first.
    }

    /**
     * Checks an import of what was made outside of Vulkan, of which the driver says where it can go.
     *
     * @param info the allocation
     * @param handleType what is imported, of a type that is not opaque
     * @param memoryTypeBits the memory types that the driver's answer about the handle has
     * @param findings where broken statements are reported
     */
    public static void checkFromOutside(
            MemoryAllocateInfo info, ExternalMemoryHandleType handleType, int memoryTypeBits, Findings findings) {
        int type = info.memoryTypeIndex();
        if (type < 0 || type > 31 || (memoryTypeBits & 1 << type) == 0) {
            findings.add(
                    handleType.isPosixFileDescriptor()
                            ? "VUID-VkMemoryAllocateInfo-memoryTypeIndex-00648"
                            : "VUID-VkMemoryAllocateInfo-memoryTypeIndex-00645",
                    "memoryTypeIndex is " + Integer.toUnsignedString(type) + ", and the handle can be imported into 0b"
                            + Integer.toBinaryString(memoryTypeBits),
                    "choose one of those that ExternalMemory.memoryTypeBits gives for the handle");
        }
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
            kind.compatibleDriver().forEach(vuid -> samePhysicalDevice(vuid, payload, importer, findings));
        }
        if (belongsToDriver(payload.handleType())) {
            kind.compatibleDriver().forEach(vuid -> compatibleDriver(vuid, payload, importer, findings));
        }
    }

    /** Dma-bufs, Metal objects and host memory may go from driver to driver, in a memory type of the importer's choice. */
    private static boolean belongsToDriver(ExternalMemoryHandleType handleType) {
        return handleType != ExternalMemoryHandleType.DMA_BUF_EXT
                && handleType.kind() != HandleKind.METAL_OBJECT
                && handleType.kind() != HandleKind.HOST_POINTER;
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
     * VUID-VkImportMemoryFdInfoKHR-fd-01746 and -01520, VUID-VkImportMemoryWin32HandleInfoKHR-handle-01518, and -name-01519 for a
     * name: a compatible driver.
     */
    private static void compatibleDriver(
            String vuid, MemoryDescription payload, DeviceIdentity importer, Findings findings) {
        if (!payload.device().driverUUID().equals(importer.driverUUID())) {
            findings.add(
                    vuid,
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
        if (dedicated != null && dedicated.isDedicated() && !isDedicatedToThisKind(payload, dedicated.image() != 0)) {
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
                    NOT_LIKE_THE_PAYLOAD + description(payload),
                    "leave MemoryDedicatedAllocateInfo out");
        }
    }

    /** VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00654 and -buffer-00655: the same for NV's structure. */
    private static void dedicatedByNVAsPayload(
            MemoryAllocateChain chain, MemoryDescription payload, Findings findings) {
        DedicatedAllocationMemoryAllocateInfoNV dedicated = chain.find(DedicatedAllocationMemoryAllocateInfoNV.class);
        if (dedicated != null && dedicated.isDedicated() && !isDedicatedToThisKind(payload, dedicated.image() != 0)) {
            findings.add(
                    dedicated.image() != 0
                            ? "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00654"
                            : "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-buffer-00655",
                    NOT_LIKE_THE_PAYLOAD + description(payload),
                    "leave DedicatedAllocationMemoryAllocateInfoNV out");
        }
    }

    private static boolean isDedicatedToThisKind(MemoryDescription payload, boolean image) {
        boolean otherKind =
                image ? payload.resource() instanceof BufferParameters : payload.resource() instanceof ImageParameters;
        return payload.dedicated() && !otherKind;
    }

    private static String description(MemoryDescription payload) {
        if (!payload.dedicated()) {
            return "not dedicated";
        }
        return payload.resource() instanceof ImageParameters ? "an image's" : "a buffer's";
    }
}
