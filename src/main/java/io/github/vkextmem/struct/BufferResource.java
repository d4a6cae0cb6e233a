package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.StructBytes;
import org.lwjgl.vulkan.NVDedicatedAllocation;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkDedicatedAllocationBufferCreateInfoNV;

/**
 * A buffer of the application's, with what rules must know of it.
 *
 * @param handle the {@code VkBuffer}, which stays with the application
 * @param parameters what it was created with
 * @param handleTypes the types of VkExternalMemoryBufferCreateInfo when it was created; none where there was no such
 *     structure
 * @param dedicatedAllocationNV {@code dedicatedAllocation} of VkDedicatedAllocationBufferCreateInfoNV when it was created;
 *     false where there was no such structure
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkBuffer.html">VkBuffer</a>
 */
public record BufferResource(
        long handle, BufferParameters parameters, ExternalMemoryHandleTypes handleTypes, boolean dedicatedAllocationNV)
        implements Resource {

    /** @throws IllegalArgumentException if the handle is VK_NULL_HANDLE */
    public BufferResource {
        if (handle == 0) {
            throw new IllegalArgumentException("the buffer is VK_NULL_HANDLE");
        }
    }

    /** {@return a buffer that was created for some handle types, and not for VK_NV_dedicated_allocation} */
    public static BufferResource of(long handle, BufferParameters parameters, ExternalMemoryHandleType... handleTypes) {
        return new BufferResource(handle, parameters, ExternalMemoryHandleTypes.of(handleTypes), false);
    }

    /** {@return the same, created with VK_NV_dedicated_allocation's {@code dedicatedAllocation} VK_TRUE} */
    public BufferResource withDedicatedAllocationNV() {
        return new BufferResource(handle, parameters, handleTypes, true);
    }

    /**
     * Reads what a buffer was created with.
     *
     * @param handle the {@code VkBuffer}
     * @param createInfo what vkCreateBuffer got, with its chain
     * @return the buffer
     * @throws ValidUsageException if the chain points back at itself (VUID-VkBufferCreateInfo-sType-unique)
     * @throws IllegalArgumentException if no buffer can be created like this
     */
    public static BufferResource read(long handle, VkBufferCreateInfo createInfo) {
        // To its end, so that the walk below ends too.
        Parents.BUFFER_CREATE_INFO.read(createInfo);
        ExternalMemoryHandleTypes handleTypes = Parents.BUFFER_CREATE_INFO
                .get(createInfo, ExternalMemoryBufferCreateInfo.TYPE)
                .map(ExternalMemoryBufferCreateInfo::handleTypes)
                .orElseGet(ExternalMemoryHandleTypes::of);
        return new BufferResource(handle, parameters(createInfo), handleTypes, isDedicatedNV(createInfo));
    }

    private static BufferParameters parameters(VkBufferCreateInfo info) {
        return new BufferParameters(info.size(), info.usage(), info.flags());
    }

    private static boolean isDedicatedNV(VkBufferCreateInfo info) {
        for (long at = info.pNext(); at != 0; at = StructBytes.pNext(at)) {
            if (StructBytes.sType(at)
                    == NVDedicatedAllocation.VK_STRUCTURE_TYPE_DEDICATED_ALLOCATION_BUFFER_CREATE_INFO_NV) {
                return VkDedicatedAllocationBufferCreateInfoNV.ndedicatedAllocation(at) != 0;
            }
        }
        return false;
    }

    /** {@return the members, the handle in hexadecimal} */
    @Override
    public String toString() {
        return "BufferResource[handle=0x" + Long.toHexString(handle) + ", parameters=" + parameters + ", handleTypes="
                + handleTypes + ", dedicatedAllocationNV=" + dedicatedAllocationNV + "]";
    }
}
