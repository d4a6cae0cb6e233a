package io.github.vkextmem.usage;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ImportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ImportOperation;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.Resource;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/**
 * The rules of VkMemoryDedicatedAllocateInfo and VkDedicatedAllocationMemoryAllocateInfoNV that need the device, or what the
 * buffer or image was created with.
 *
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkMemoryDedicatedAllocateInfo.html">
 *     VkMemoryDedicatedAllocateInfo</a>
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDedicatedAllocationMemoryAllocateInfoNV.html">
 *     VkDedicatedAllocationMemoryAllocateInfoNV</a>
 */
final class DedicatedAllocationRules {

    private DedicatedAllocationRules() {}

    /** {@return whether the memory is for one buffer or image alone, by the structure of either family} */
    static boolean isDedicated(MemoryAllocateChain chain) {
        MemoryDedicatedAllocateInfo core = chain.find(MemoryDedicatedAllocateInfo.class);
        DedicatedAllocationMemoryAllocateInfoNV nv = chain.find(DedicatedAllocationMemoryAllocateInfoNV.class);
        return (core != null && core.isDedicated()) || (nv != null && nv.isDedicated());
    }

    /** Checks what the handles alone tell: the device knows how large buffer and image are. */
    static void check(MemoryAllocateChain chain, MemoryHistory memory, DeviceFacts device, Findings findings) {
        long size = memory.allocateInfo().allocationSize();
        if (memory.dedicated().isDedicated() && chain.count(DedicatedAllocationRules::knowsItsSize) == 0) {
            isLargeEnough(memory.dedicated(), size, device, findings);
        }
        if (memory.dedicatedNV().isDedicated()) {
            hasTheSize(memory.dedicatedNV(), size, device, findings);
        }
    }

    /** Where textures and buffers of other APIs are imported, allocationSize is ignored or 0: the driver asks them. */
    private static boolean knowsItsSize(Structure structure) {
        if (!ImportOperation.isImport(structure) || structure instanceof ImportMemoryFdInfoKHR) {
            return false;
        }
        if (structure instanceof ImportMemoryWin32HandleInfoKHR imported) {
            return imported.handleType() != ExternalMemoryHandleType.OPAQUE_WIN32
                    && imported.handleType() != ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
        }
        if (structure instanceof ImportMemoryWin32HandleInfoNV imported) {
            return imported.handleType() != ExternalMemoryHandleTypeNV.OPAQUE_WIN32
                    && imported.handleType() != ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT;
        }
        return true;
    }

    /** VUID-VkMemoryDedicatedAllocateInfo-image-02964 and -buffer-02965: what it is for fits into the memory. */
    private static void isLargeEnough(
            MemoryDedicatedAllocateInfo dedicated, long size, DeviceFacts device, Findings findings) {
        long needed = dedicated.image() != 0
                ? device.requiredImageSize(dedicated.image())
                : device.requiredBufferSize(dedicated.buffer());
        if (Long.compareUnsigned(size, needed) < 0) {
            findings.add(
                    dedicated.image() != 0
                            ? "VUID-VkMemoryDedicatedAllocateInfo-image-02964"
                            : "VUID-VkMemoryDedicatedAllocateInfo-buffer-02965",
                    "allocationSize is " + Long.toUnsignedString(size) + ", and " + dedicated + " needs " + needed,
                    "allocate at least the size of its VkMemoryRequirements");
        }
    }

    /** VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00652 and -buffer-00653: exactly as large as needed. */
    private static void hasTheSize(
            DedicatedAllocationMemoryAllocateInfoNV dedicated, long size, DeviceFacts device, Findings findings) {
        long needed = dedicated.image() != 0
                ? device.requiredImageSize(dedicated.image())
                : device.requiredBufferSize(dedicated.buffer());
        if (size != needed) {
            findings.add(
                    dedicated.image() != 0
                            ? "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00652"
                            : "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-buffer-00653",
                    "allocationSize is " + Long.toUnsignedString(size) + ", and " + dedicated + " needs " + needed,
                    "allocate the size of its VkMemoryRequirements");
        }
    }

    /** Checks what only whoever created the buffer or image can say. */
    static void checkCreation(MemoryAllocateChain chain, Resource resource, Findings findings) {
        MemoryDedicatedAllocateInfo core = chain.find(MemoryDedicatedAllocateInfo.class);
        if (core != null && core.isDedicated()) {
            mayHaveMemoryOfItsOwn(resource, findings);
        }
        DedicatedAllocationMemoryAllocateInfoNV nv = chain.find(DedicatedAllocationMemoryAllocateInfoNV.class);
        if (nv != null && nv.isDedicated()) {
            wasCreatedForIt(resource, findings);
        }
    }

    /**
     * VUID-VkMemoryDedicatedAllocateInfo-image-01434 and -buffer-01436: what is sparse has many memories;
     * VUID-VkMemoryDedicatedAllocateInfo-image-01797: so has what is disjoint.
     */
    private static void mayHaveMemoryOfItsOwn(Resource resource, Findings findings) {
        if (resource instanceof BufferResource buffer
                && (buffer.parameters().flags() & VK10.VK_BUFFER_CREATE_SPARSE_BINDING_BIT) != 0) {
            findings.add(
                    "VUID-VkMemoryDedicatedAllocateInfo-buffer-01436",
                    "the buffer was created with VK_BUFFER_CREATE_SPARSE_BINDING_BIT",
                    "leave MemoryDedicatedAllocateInfo out");
        }
        if (resource instanceof ImageResource image) {
            int flags = image.parameters().info().flags();
            if ((flags & VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT) != 0) {
                findings.add(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01434",
                        "the image was created with VK_IMAGE_CREATE_SPARSE_BINDING_BIT",
                        "leave MemoryDedicatedAllocateInfo out");
            }
            if ((flags & VK11.VK_IMAGE_CREATE_DISJOINT_BIT) != 0) {
                findings.add(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01797",
                        "the image was created with VK_IMAGE_CREATE_DISJOINT_BIT",
                        "leave MemoryDedicatedAllocateInfo out");
            }
        }
    }

    /** VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00650 and -buffer-00651: NV's extension wants to know before. */
    private static void wasCreatedForIt(Resource resource, Findings findings) {
        if (!resource.dedicatedAllocationNV()) {
            findings.add(
                    resource instanceof ImageResource
                            ? "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00650"
                            : "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-buffer-00651",
                    "the memory is dedicated by NV's structure, and dedicatedAllocation was not VK_TRUE when "
                            + resource + " was created",
                    "use MemoryDedicatedAllocateInfo, or create it with NV's structure");
        }
    }
}
