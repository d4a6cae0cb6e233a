package io.github.vkextmem.struct;

import org.lwjgl.vulkan.VkImageFormatProperties;

/**
 * How large an image of a format may be.
 *
 * @param maxWidth the largest width in texels
 * @param maxHeight the largest height in texels
 * @param maxDepth the largest depth in texels
 * @param maxMipLevels the most mip levels
 * @param maxArrayLayers the most array layers
 * @param sampleCounts the sample counts, a VkSampleCountFlags mask
 * @param maxResourceSize the largest size of an image in bytes
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageFormatProperties.html">
 *     VkImageFormatProperties</a>
 */
public record ImageFormatProperties(
        int maxWidth,
        int maxHeight,
        int maxDepth,
        int maxMipLevels,
        int maxArrayLayers,
        int sampleCounts,
        long maxResourceSize) {

    /** {@return the values of an LWJGL struct} */
    public static ImageFormatProperties read(VkImageFormatProperties struct) {
        return new ImageFormatProperties(
                struct.maxExtent().width(),
                struct.maxExtent().height(),
                struct.maxExtent().depth(),
                struct.maxMipLevels(),
                struct.maxArrayLayers(),
                struct.sampleCounts(),
                struct.maxResourceSize());
    }
}
