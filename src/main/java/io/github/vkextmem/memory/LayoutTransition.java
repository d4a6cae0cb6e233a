package io.github.vkextmem.memory;

import org.lwjgl.vulkan.VK10;

/**
 * The image layouts of a transfer, which the release and the acquire must say alike.
 *
 * @param oldLayout the VkImageLayout in which the releasing side used the image
 * @param newLayout the VkImageLayout in which the acquiring side uses it
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageLayout.html">VkImageLayout</a>
 */
public record LayoutTransition(int oldLayout, int newLayout) {

    /**
     * @throws IllegalArgumentException if the old layout is UNDEFINED, which throws the contents away, or the new one is
     *     UNDEFINED or PREINITIALIZED, which nothing can be brought into
     */
    public LayoutTransition {
        if (oldLayout == VK10.VK_IMAGE_LAYOUT_UNDEFINED) {
            throw new IllegalArgumentException("from VK_IMAGE_LAYOUT_UNDEFINED the contents would be lost");
        }
        if (newLayout == VK10.VK_IMAGE_LAYOUT_UNDEFINED || newLayout == VK10.VK_IMAGE_LAYOUT_PREINITIALIZED) {
            throw new IllegalArgumentException("no image can be brought into layout " + newLayout);
        }
    }

    /** {@return a transfer that leaves the image in its layout, as {@code VK_IMAGE_LAYOUT_GENERAL}} */
    public static LayoutTransition none(int layout) {
        return new LayoutTransition(layout, layout);
    }
}
