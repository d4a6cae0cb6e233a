package io.github.vkextmem.layer;

import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import java.util.List;
import org.lwjgl.vulkan.VK10;

/**
 * Kinds of buffers and images. Their enumerations have values that exist: what else the specification says of them is not
 * about external memory, and is between application and driver.
 */
final class RandomImages {

    private static final int BUFFER_USAGES = VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT
            | VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT
            | VK10.VK_BUFFER_USAGE_UNIFORM_TEXEL_BUFFER_BIT
            | VK10.VK_BUFFER_USAGE_STORAGE_TEXEL_BUFFER_BIT
            | VK10.VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT
            | VK10.VK_BUFFER_USAGE_STORAGE_BUFFER_BIT
            | VK10.VK_BUFFER_USAGE_INDEX_BUFFER_BIT
            | VK10.VK_BUFFER_USAGE_VERTEX_BUFFER_BIT
            | VK10.VK_BUFFER_USAGE_INDIRECT_BUFFER_BIT;

    private static final int IMAGE_USAGES = VK10.VK_IMAGE_USAGE_TRANSFER_SRC_BIT
            | VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT
            | VK10.VK_IMAGE_USAGE_SAMPLED_BIT
            | VK10.VK_IMAGE_USAGE_STORAGE_BIT
            | VK10.VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT
            | VK10.VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT
            | VK10.VK_IMAGE_USAGE_INPUT_ATTACHMENT_BIT;

    private static final List<Integer> TYPES =
            List.of(VK10.VK_IMAGE_TYPE_1D, VK10.VK_IMAGE_TYPE_2D, VK10.VK_IMAGE_TYPE_3D);

    private final Dice dice;

    RandomImages(Dice dice) {
        this.dice = dice;
    }

    /** {@return some of the usages of Vulkan 1.0, mostly at least one} */
    int bufferUsage() {
        return dice.someOf(BUFFER_USAGES);
    }

    /** {@return any kind of image} */
    ImageFormatInfo info() {
        return new ImageFormatInfo(
                1 + dice.below(VK10.VK_FORMAT_ASTC_12x12_SRGB_BLOCK),
                dice.oneOf(TYPES),
                dice.oneIn(2) ? VK10.VK_IMAGE_TILING_OPTIMAL : VK10.VK_IMAGE_TILING_LINEAR,
                dice.someOf(IMAGE_USAGES),
                dice.oneIn(4) ? VK10.VK_IMAGE_CREATE_MUTABLE_FORMAT_BIT : 0);
    }

    /** {@return a small image, with one level, one layer and one sample} */
    ImageParameters parameters() {
        ImageFormatInfo info = info();
        return ImageParameters.of(
                info,
                1 + dice.below(64),
                info.type() == VK10.VK_IMAGE_TYPE_1D ? 1 : 1 + dice.below(64),
                info.type() == VK10.VK_IMAGE_TYPE_3D ? 1 + dice.below(16) : 1);
    }
}
