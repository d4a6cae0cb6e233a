package io.github.vkextmem.struct;

import io.github.vkextmem.ValidUsageException;
import org.lwjgl.vulkan.VkImageCreateInfo;

/**
 * An image of the application's, with what rules must know of it.
 *
 * @param handle the {@code VkImage}, which stays with the application
 * @param parameters what it was created with
 * @param handleTypes the types of VkExternalMemoryImageCreateInfo when it was created, or of NV's structure in the words of
 *     the core; none where there was no such structure
 * @param dedicatedAllocationNV what VkDedicatedAllocationImageCreateInfoNV said when it was created;
 *     false where there was no such structure
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImage.html">VkImage</a>
 */
public record ImageResource(
        long handle, ImageParameters parameters, ExternalMemoryHandleTypes handleTypes, boolean dedicatedAllocationNV)
        implements Resource {

    /** @throws IllegalArgumentException if the handle is VK_NULL_HANDLE */
    public ImageResource {
        if (handle == 0) {
            throw new IllegalArgumentException("the image is VK_NULL_HANDLE");
        }
    }

    /** {@return an image that was created for some handle types, and not for VK_NV_dedicated_allocation} */
    public static ImageResource of(long handle, ImageParameters parameters, ExternalMemoryHandleType... handleTypes) {
        return new ImageResource(handle, parameters, ExternalMemoryHandleTypes.of(handleTypes), false);
    }

    /** {@return the same, created with VK_NV_dedicated_allocation's {@code dedicatedAllocation} VK_TRUE} */
    public ImageResource withDedicatedAllocationNV() {
        return new ImageResource(handle, parameters, handleTypes, true);
    }

    /**
     * Reads what an image was created with.
     *
     * @param handle the {@code VkImage}
     * @param createInfo what vkCreateImage got, with its chain
     * @return the image
     * @throws ValidUsageException if the chain points back at itself (VUID-VkImageCreateInfo-sType-unique)
     * @throws IllegalArgumentException if no image can be created like this
     */
    public static ImageResource read(long handle, VkImageCreateInfo createInfo) {
        ExternalMemoryHandleTypes handleTypes = Parents.IMAGE_CREATE_INFO
                .get(createInfo, ExternalMemoryImageCreateInfo.TYPE)
                .map(ExternalMemoryImageCreateInfo::handleTypes)
                .or(() -> Parents.IMAGE_CREATE_INFO
                        .get(createInfo, ExternalMemoryImageCreateInfoNV.TYPE)
                        .map(nv -> nv.handleTypes().toCore()))
                .orElseGet(ExternalMemoryHandleTypes::of);
        boolean dedicatedNV = Parents.IMAGE_CREATE_INFO
                .get(createInfo, DedicatedAllocationImageCreateInfoNV.TYPE)
                .filter(DedicatedAllocationImageCreateInfoNV::dedicatedAllocation)
                .isPresent();
        return new ImageResource(handle, parameters(createInfo), handleTypes, dedicatedNV);
    }

    private static ImageParameters parameters(VkImageCreateInfo info) {
        return new ImageParameters(
                new ImageFormatInfo(info.format(), info.imageType(), info.tiling(), info.usage(), info.flags()),
                info.extent().width(),
                info.extent().height(),
                info.extent().depth(),
                info.mipLevels(),
                info.arrayLayers(),
                info.samples(),
                Parents.IMAGE_CREATE_INFO
                        .get(info, ImageDrmFormatModifierExplicitCreateInfoEXT.TYPE)
                        .orElse(null));
    }

    /** {@return the members, the handle in hexadecimal} */
    @Override
    public String toString() {
        return "ImageResource[handle=0x" + Long.toHexString(handle) + ", parameters=" + parameters + ", handleTypes="
                + handleTypes + ", dedicatedAllocationNV=" + dedicatedAllocationNV + "]";
    }
}
