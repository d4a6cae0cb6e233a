package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import org.lwjgl.vulkan.VkBufferCreateInfo;

/**
 * A buffer of the application's, with what rules must know of it.
 *
 * @param handle the {@code VkBuffer}, which stays with the application
 * @param parameters what it was created with
 * @param handleTypes the types of VkExternalMemoryBufferCreateInfo when it was created; none where there was no such
 *     structure
 * @param dedicatedAllocationNV what VkDedicatedAllocationBufferCreateInfoNV said when it was created;
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
        ExternalMemoryHandleTypes handleTypes = Parents.BUFFER_CREATE_INFO
                .get(createInfo, ExternalMemoryBufferCreateInfo.TYPE)
                .map(ExternalMemoryBufferCreateInfo::handleTypes)
                .orElseGet(ExternalMemoryHandleTypes::of);
        boolean dedicatedNV = Parents.BUFFER_CREATE_INFO
                .get(createInfo, DedicatedAllocationBufferCreateInfoNV.TYPE)
                .filter(DedicatedAllocationBufferCreateInfoNV::dedicatedAllocation)
                .isPresent();
        return new BufferResource(handle, parameters(createInfo), handleTypes, dedicatedNV);
    }

    private static BufferParameters parameters(VkBufferCreateInfo info) {
        return new BufferParameters(info.size(), info.usage(), info.flags());
    }

    /** {@return the members, the handle in hexadecimal} */
    @Override
    public String toString() {
        return "BufferResource[handle=0x" + Long.toHexString(handle) + ", parameters=" + parameters + ", handleTypes="
                + handleTypes + ", dedicatedAllocationNV=" + dedicatedAllocationNV + "]";
    }
}
