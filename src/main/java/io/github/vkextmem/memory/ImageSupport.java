package io.github.vkextmem.memory;

import io.github.vkextmem.struct.ExternalImageFormatPropertiesNV;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatProperties;
import io.github.vkextmem.struct.ImageParameters;
import org.jspecify.annotations.Nullable;
import org.lwjgl.vulkan.VK10;

/**
 * What a device answers when it is asked for a kind of image and a handle type.
 *
 * @param limits how large such an image may be; null: there is none
 * @param properties what can be done with the handle type
 */
record ImageSupport(@Nullable ImageFormatProperties limits, ExternalMemoryProperties properties) {

    private static final int CUBE_FACES = 6;

    /** There is no such image. */
    static final ImageSupport NONE = new ImageSupport(null, ExternalMemoryProperties.NONE);

    static ImageSupport of(ExternalImageFormatPropertiesNV nv) {
        return new ImageSupport(nv.imageFormatProperties(), nv.toCore());
    }

    /**
     * Refuses an image beyond the limits. Its numbers may come from a peer, and drivers do not look at them: one was seen to
     * overwrite its own memory for want of room for the mip levels. So this does not hang on the switch for checks.
     *
     * @throws IllegalArgumentException if the image is larger than the device has them
     */
    void requireRoomFor(ImageParameters image) {
        if (limits != null && !hasRoomFor(image)) {
            throw new IllegalArgumentException("the device has no image as large as " + image + "; it has them up to "
                    + limits.maxWidth() + " x " + limits.maxHeight() + " x " + limits.maxDepth() + " texels, "
                    + limits.maxMipLevels() + " mip levels (1 with several samples), " + limits.maxArrayLayers()
                    + " layers (a cube is square and has 6 or more), and with samples of the mask 0x"
                    + Integer.toHexString(limits.sampleCounts()));
        }
    }

    /** {@return whether there is such an image, and one as large} */
    boolean hasRoomFor(ImageParameters image) {
        return limits != null
                && isWithin(image.width(), limits.maxWidth())
                && isWithin(image.height(), limits.maxHeight())
                && isWithin(image.depth(), limits.maxDepth())
                && isWithin(image.mipLevels(), limits.maxMipLevels())
                && isWithin(image.mipLevels(), completeMipChain(image))
                && isWithin(image.arrayLayers(), limits.maxArrayLayers())
                && (image.samples() & limits.sampleCounts()) != 0
                && (image.samples() == VK10.VK_SAMPLE_COUNT_1_BIT || image.mipLevels() == 1)
                && (!isCube(image) || (image.width() == image.height() && image.arrayLayers() >= CUBE_FACES));
    }

    private static boolean isCube(ImageParameters image) {
        return (image.info().flags() & VK10.VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT) != 0;
    }

    private static boolean isWithin(int value, int most) {
        return Integer.compareUnsigned(value, most) <= 0;
    }

    /** The driver's number is that of the largest image. */
    private static int completeMipChain(ImageParameters image) {
        int longest = Math.max(image.width(), Math.max(image.height(), image.depth()));
        return Integer.SIZE - Integer.numberOfLeadingZeros(longest);
    }
}
