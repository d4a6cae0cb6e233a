package io.github.vkextmem.struct;

import org.lwjgl.vulkan.ARMFormatPack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK13;

/**
 * Formats with several planes, and how their planes differ.
 *
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/formats.html#formats-multiplanar">multi-planar formats</a>
 */
final class MultiPlanarFormats {

    private MultiPlanarFormats() {}

    /** {@return the planes of a VkFormat; 1: it is not multi-planar} */
    static int planeCount(int format) {
        return switch (format) {
            case VK11.VK_FORMAT_G8_B8R8_2PLANE_420_UNORM,
                    VK11.VK_FORMAT_G8_B8R8_2PLANE_422_UNORM,
                    VK11.VK_FORMAT_G10X6_B10X6R10X6_2PLANE_420_UNORM_3PACK16,
                    VK11.VK_FORMAT_G10X6_B10X6R10X6_2PLANE_422_UNORM_3PACK16,
                    VK11.VK_FORMAT_G12X4_B12X4R12X4_2PLANE_420_UNORM_3PACK16,
                    VK11.VK_FORMAT_G12X4_B12X4R12X4_2PLANE_422_UNORM_3PACK16,
                    VK11.VK_FORMAT_G16_B16R16_2PLANE_420_UNORM,
                    VK11.VK_FORMAT_G16_B16R16_2PLANE_422_UNORM,
                    VK13.VK_FORMAT_G8_B8R8_2PLANE_444_UNORM,
                    VK13.VK_FORMAT_G10X6_B10X6R10X6_2PLANE_444_UNORM_3PACK16,
                    VK13.VK_FORMAT_G12X4_B12X4R12X4_2PLANE_444_UNORM_3PACK16,
                    VK13.VK_FORMAT_G16_B16R16_2PLANE_444_UNORM,
                    ARMFormatPack.VK_FORMAT_G14X2_B14X2R14X2_2PLANE_420_UNORM_3PACK16_ARM,
                    ARMFormatPack.VK_FORMAT_G14X2_B14X2R14X2_2PLANE_422_UNORM_3PACK16_ARM -> 2;
            case VK11.VK_FORMAT_G8_B8_R8_3PLANE_420_UNORM,
                    VK11.VK_FORMAT_G8_B8_R8_3PLANE_422_UNORM,
                    VK11.VK_FORMAT_G8_B8_R8_3PLANE_444_UNORM,
                    VK11.VK_FORMAT_G10X6_B10X6_R10X6_3PLANE_420_UNORM_3PACK16,
                    VK11.VK_FORMAT_G10X6_B10X6_R10X6_3PLANE_422_UNORM_3PACK16,
                    VK11.VK_FORMAT_G10X6_B10X6_R10X6_3PLANE_444_UNORM_3PACK16,
                    VK11.VK_FORMAT_G12X4_B12X4_R12X4_3PLANE_420_UNORM_3PACK16,
                    VK11.VK_FORMAT_G12X4_B12X4_R12X4_3PLANE_422_UNORM_3PACK16,
                    VK11.VK_FORMAT_G12X4_B12X4_R12X4_3PLANE_444_UNORM_3PACK16,
                    VK11.VK_FORMAT_G16_B16_R16_3PLANE_420_UNORM,
                    VK11.VK_FORMAT_G16_B16_R16_3PLANE_422_UNORM,
                    VK11.VK_FORMAT_G16_B16_R16_3PLANE_444_UNORM -> 3;
            default -> 1;
        };
    }

    /** {@return the bytes of one sample of a multi-planar format} */
    static int sampleBytes(int format) {
        return switch (format) {
            case VK11.VK_FORMAT_G8_B8_R8_3PLANE_420_UNORM,
                    VK11.VK_FORMAT_G8_B8R8_2PLANE_420_UNORM,
                    VK11.VK_FORMAT_G8_B8_R8_3PLANE_422_UNORM,
                    VK11.VK_FORMAT_G8_B8R8_2PLANE_422_UNORM,
                    VK11.VK_FORMAT_G8_B8_R8_3PLANE_444_UNORM,
                    VK13.VK_FORMAT_G8_B8R8_2PLANE_444_UNORM -> 1;
            default -> 2;
        };
    }

    /** {@return whether the chroma planes of a multi-planar format have half the width: 4:2:0 and 4:2:2} */
    static boolean isHalfWide(int format) {
        return switch (format) {
            case VK11.VK_FORMAT_G8_B8_R8_3PLANE_444_UNORM,
                    VK13.VK_FORMAT_G8_B8R8_2PLANE_444_UNORM,
                    VK11.VK_FORMAT_G10X6_B10X6_R10X6_3PLANE_444_UNORM_3PACK16,
                    VK13.VK_FORMAT_G10X6_B10X6R10X6_2PLANE_444_UNORM_3PACK16,
                    VK11.VK_FORMAT_G12X4_B12X4_R12X4_3PLANE_444_UNORM_3PACK16,
                    VK13.VK_FORMAT_G12X4_B12X4R12X4_2PLANE_444_UNORM_3PACK16,
                    VK11.VK_FORMAT_G16_B16_R16_3PLANE_444_UNORM,
                    VK13.VK_FORMAT_G16_B16R16_2PLANE_444_UNORM -> false;
            default -> true;
        };
    }

    /** {@return whether the chroma planes of a multi-planar format have half the height: 4:2:0} */
    static boolean isHalfHigh(int format) {
        return switch (format) {
            case VK11.VK_FORMAT_G8_B8_R8_3PLANE_422_UNORM,
                    VK11.VK_FORMAT_G8_B8R8_2PLANE_422_UNORM,
                    VK11.VK_FORMAT_G10X6_B10X6_R10X6_3PLANE_422_UNORM_3PACK16,
                    VK11.VK_FORMAT_G10X6_B10X6R10X6_2PLANE_422_UNORM_3PACK16,
                    VK11.VK_FORMAT_G12X4_B12X4_R12X4_3PLANE_422_UNORM_3PACK16,
                    VK11.VK_FORMAT_G12X4_B12X4R12X4_2PLANE_422_UNORM_3PACK16,
                    VK11.VK_FORMAT_G16_B16_R16_3PLANE_422_UNORM,
                    VK11.VK_FORMAT_G16_B16R16_2PLANE_422_UNORM,
                    ARMFormatPack.VK_FORMAT_G14X2_B14X2R14X2_2PLANE_422_UNORM_3PACK16_ARM -> false;
            default -> isHalfWide(format);
        };
    }
}
