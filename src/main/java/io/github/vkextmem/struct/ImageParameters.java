package io.github.vkextmem.struct;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VK10;

/**
 * The parameters of an image that exporter and importer must have in common. It is always
 * {@code VK_SHARING_MODE_EXCLUSIVE} and begins in {@code VK_IMAGE_LAYOUT_UNDEFINED}.
 *
 * @param info format, type, tiling, usage and flags
 * @param width in texels
 * @param height in texels; 1 for an image of one dimension
 * @param depth in texels; 1 but for an image of three dimensions
 * @param mipLevels the number of mip levels
 * @param arrayLayers the number of array layers
 * @param samples a VkSampleCountFlagBits value
 * @param drmFormatModifier how the texels lie in memory; null unless the tiling is
 *     {@code VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT}, and then null until the image exists, because the driver chooses
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageCreateInfo.html">VkImageCreateInfo</a>
 */
public record ImageParameters(
        ImageFormatInfo info,
        int width,
        int height,
        int depth,
        int mipLevels,
        int arrayLayers,
        int samples,
        @Nullable ImageDrmFormatModifierExplicitCreateInfoEXT drmFormatModifier)
        implements ResourceParameters {

    private static final int ALL_SAMPLE_COUNTS = 0x7F;

    /** The most memory planes that Vulkan has aspects for. */
    public static final int MAX_PLANES = 4;

    /**
     * @throws IllegalArgumentException if a number is not positive, the usage is 0, the type is no VkImageType, the tiling no
     *     VkImageTiling or {@code samples} no VkSampleCountFlagBits value, a DRM format modifier is given for another tiling, or it has no plane, more than four, or a plane with a negative offset
     *     or pitch
     */
    public ImageParameters {
        requirePositive("width", width);
        requirePositive("height", height);
        requirePositive("depth", depth);
        requirePositive("mipLevels", mipLevels);
        requirePositive("arrayLayers", arrayLayers);
        requireKnown(info);
        if (Integer.bitCount(samples) != 1 || (samples & ~ALL_SAMPLE_COUNTS) != 0) {
            throw new IllegalArgumentException("samples must be one VkSampleCountFlagBits value: " + samples);
        }
        if (info.usage() == 0) {
            throw new IllegalArgumentException("usage is 0; say what the image is for");
        }
        if (drmFormatModifier != null) {
            if (info.tiling() != EXTImageDrmFormatModifier.VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT) {
                throw new IllegalArgumentException(
                        "a DRM format modifier, but tiling is " + info.tiling() + ", not DRM_FORMAT_MODIFIER_EXT");
            }
            requirePlanes(drmFormatModifier.planeLayouts());
        }
    }

    /** Drivers look these up in tables, and the numbers may come from a peer. */
    private static void requireKnown(ImageFormatInfo info) {
        if (info.type() < VK10.VK_IMAGE_TYPE_1D || info.type() > VK10.VK_IMAGE_TYPE_3D) {
            throw new IllegalArgumentException("type must be a VkImageType: " + info.type());
        }
        if (info.tiling() != VK10.VK_IMAGE_TILING_OPTIMAL
                && info.tiling() != VK10.VK_IMAGE_TILING_LINEAR
                && info.tiling() != EXTImageDrmFormatModifier.VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT) {
            throw new IllegalArgumentException("tiling must be a VkImageTiling: " + info.tiling());
        }
    }

    private static void requirePlanes(List<SubresourceLayout> planes) {
        if (planes.isEmpty() || planes.size() > MAX_PLANES) {
            throw new IllegalArgumentException(
                    "an image has 1 to " + MAX_PLANES + " memory planes, not " + planes.size());
        }
        for (SubresourceLayout plane : planes) {
            if (plane.offset() < 0 || plane.rowPitch() < 0 || plane.arrayPitch() < 0 || plane.depthPitch() < 0) {
                throw new IllegalArgumentException("offset and pitches must not be negative: " + plane);
            }
        }
    }

    private static void requirePositive(String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(what + " must be positive: " + value);
        }
    }

    /**
     * Begins with a common kind of image: two dimensions, optimal tiling, one mip level, one layer, one sample.
     *
     * @param format a VkFormat
     * @param width in texels
     * @param height in texels
     * @param usage a VkImageUsageFlags mask
     * @return its parameters
     */
    public static ImageParameters of2D(int format, int width, int height, int usage) {
        return of(
                new ImageFormatInfo(format, VK10.VK_IMAGE_TYPE_2D, VK10.VK_IMAGE_TILING_OPTIMAL, usage, 0),
                width,
                height,
                1);
    }

    /** {@return the parameters of an image with one mip level, one layer and one sample} */
    public static ImageParameters of(ImageFormatInfo info, int width, int height, int depth) {
        return new ImageParameters(info, width, height, depth, 1, 1, VK10.VK_SAMPLE_COUNT_1_BIT, null);
    }

    /** {@return the same with a VkImageTiling, without a DRM format modifier} */
    public ImageParameters withTiling(int tiling) {
        return new ImageParameters(
                new ImageFormatInfo(info.format(), info.type(), tiling, info.usage(), info.flags()),
                width,
                height,
                depth,
                mipLevels,
                arrayLayers,
                samples,
                null);
    }

    /** {@return the same with a VkImageCreateFlags mask} */
    public ImageParameters withFlags(int flags) {
        return new ImageParameters(
                new ImageFormatInfo(info.format(), info.type(), info.tiling(), info.usage(), flags),
                width,
                height,
                depth,
                mipLevels,
                arrayLayers,
                samples,
                drmFormatModifier);
    }

    /** {@return the same with a number of mip levels} */
    public ImageParameters withMipLevels(int levels) {
        return new ImageParameters(info, width, height, depth, levels, arrayLayers, samples, drmFormatModifier);
    }

    /** {@return the same with a number of array layers} */
    public ImageParameters withArrayLayers(int layers) {
        return new ImageParameters(info, width, height, depth, mipLevels, layers, samples, drmFormatModifier);
    }

    /** {@return the same with a VkSampleCountFlagBits value} */
    public ImageParameters withSamples(int sampleCount) {
        return new ImageParameters(info, width, height, depth, mipLevels, arrayLayers, sampleCount, drmFormatModifier);
    }

    /** {@return the same with the modifier and the layout of the planes that the driver chose} */
    public ImageParameters withDrmFormatModifier(ImageDrmFormatModifierExplicitCreateInfoEXT modifier) {
        return new ImageParameters(info, width, height, depth, mipLevels, arrayLayers, samples, modifier);
    }

    /** {@return how the texels lie in memory; empty: opaque, or linear} */
    public Optional<ImageDrmFormatModifierExplicitCreateInfoEXT> modifier() {
        return Optional.ofNullable(drmFormatModifier);
    }
}
