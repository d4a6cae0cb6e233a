package io.github.vkextmem.struct;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lwjgl.vulkan.KHRMaintenance5;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK13;

/**
 * The smallest unit of a format's plane that lies in LINEAR memory as a whole.
 *
 * @param bytes its size
 * @param width how many texels of the image it covers in a row; in a plane with half the width, two for each of its own
 * @param height how many rows of the image it covers
 * @see <a href="https://docs.vulkan.org/spec/latest/chapters/formats.html#formats-compatibility-classes">Format
 *     compatibility classes</a>
 */
record TexelBlock(int bytes, int width, int height) {

    private static final TexelBlock UNKNOWN = new TexelBlock(0, 1, 1);

    /** By the first format of each run of consecutive formats with the same block. */
    private static final TreeMap<Integer, TexelBlock> RUNS = new TreeMap<>();

    static {
        uncompressed();
        runs(VK10.VK_FORMAT_D16_UNORM_S8_UINT, UNKNOWN);
        blocks(4, VK10.VK_FORMAT_BC1_RGB_UNORM_BLOCK, 8);
        blocks(4, VK10.VK_FORMAT_BC2_UNORM_BLOCK, 16);
        blocks(4, VK10.VK_FORMAT_BC4_UNORM_BLOCK, 8);
        blocks(4, VK10.VK_FORMAT_BC5_UNORM_BLOCK, 16);
        blocks(4, VK10.VK_FORMAT_ETC2_R8G8B8_UNORM_BLOCK, 8);
        blocks(4, VK10.VK_FORMAT_ETC2_R8G8B8A8_UNORM_BLOCK, 16);
        blocks(4, VK10.VK_FORMAT_EAC_R11_UNORM_BLOCK, 8);
        blocks(4, VK10.VK_FORMAT_EAC_R11G11_UNORM_BLOCK, 16);
        astc(VK10.VK_FORMAT_ASTC_4x4_UNORM_BLOCK, 2);
        astc(VK13.VK_FORMAT_ASTC_4x4_SFLOAT_BLOCK, 1);
        extensions();
    }

    private static void runs(int first, TexelBlock block) {
        RUNS.put(first, block);
    }

    private static void texels(int first, int bytes) {
        runs(first, new TexelBlock(bytes, 1, 1));
    }

    private static void blocks(int side, int first, int bytes) {
        runs(first, new TexelBlock(bytes, side, side));
    }

    private static void pairs(int first, int bytes) {
        runs(first, new TexelBlock(bytes, 2, 1));
    }

    private static void uncompressed() {
        runs(VK10.VK_FORMAT_UNDEFINED, UNKNOWN);
        texels(VK10.VK_FORMAT_R4G4_UNORM_PACK8, 1);
        texels(VK10.VK_FORMAT_R4G4B4A4_UNORM_PACK16, 2);
        texels(VK10.VK_FORMAT_R8_UNORM, 1);
        texels(VK10.VK_FORMAT_R8G8_UNORM, 2);
        texels(VK10.VK_FORMAT_R8G8B8_UNORM, 3);
        texels(VK10.VK_FORMAT_R8G8B8A8_UNORM, 4);
        texels(VK10.VK_FORMAT_R16_UNORM, 2);
        texels(VK10.VK_FORMAT_R16G16_UNORM, 4);
        texels(VK10.VK_FORMAT_R16G16B16_UNORM, 6);
        texels(VK10.VK_FORMAT_R16G16B16A16_UNORM, 8);
        texels(VK10.VK_FORMAT_R32_UINT, 4);
        texels(VK10.VK_FORMAT_R32G32_UINT, 8);
        texels(VK10.VK_FORMAT_R32G32B32_UINT, 12);
        texels(VK10.VK_FORMAT_R32G32B32A32_UINT, 16);
        texels(VK10.VK_FORMAT_R64_UINT, 8);
        texels(VK10.VK_FORMAT_R64G64_UINT, 16);
        texels(VK10.VK_FORMAT_R64G64B64_UINT, 24);
        texels(VK10.VK_FORMAT_R64G64B64A64_UINT, 32);
        texels(VK10.VK_FORMAT_B10G11R11_UFLOAT_PACK32, 4);
        texels(VK10.VK_FORMAT_D16_UNORM, 2);
        texels(VK10.VK_FORMAT_X8_D24_UNORM_PACK32, 4);
        texels(VK10.VK_FORMAT_S8_UINT, 1);
    }

    /** The 14 sizes of ASTC blocks, each in so many formats. */
    private static void astc(int first, int formats) {
        int[] sides = {4, 4, 5, 4, 5, 5, 6, 5, 6, 6, 8, 5, 8, 6, 8, 8, 10, 5, 10, 6, 10, 8, 10, 10, 12, 10, 12, 12};
        for (int i = 0; i < sides.length; i += 2) {
            runs(first + formats * i / 2, new TexelBlock(16, sides[i], sides[i + 1]));
        }
        runs(first + formats * sides.length / 2, UNKNOWN);
    }

    private static void extensions() {
        pairs(VK11.VK_FORMAT_G8B8G8R8_422_UNORM, 4);
        texels(VK11.VK_FORMAT_R10X6_UNORM_PACK16, 2);
        texels(VK11.VK_FORMAT_R10X6G10X6_UNORM_2PACK16, 4);
        texels(VK11.VK_FORMAT_R10X6G10X6B10X6A10X6_UNORM_4PACK16, 8);
        pairs(VK11.VK_FORMAT_G10X6B10X6G10X6R10X6_422_UNORM_4PACK16, 8);
        texels(VK11.VK_FORMAT_R12X4_UNORM_PACK16, 2);
        texels(VK11.VK_FORMAT_R12X4G12X4_UNORM_2PACK16, 4);
        texels(VK11.VK_FORMAT_R12X4G12X4B12X4A12X4_UNORM_4PACK16, 8);
        pairs(VK11.VK_FORMAT_G12X4B12X4G12X4R12X4_422_UNORM_4PACK16, 8);
        pairs(VK11.VK_FORMAT_G16B16G16R16_422_UNORM, 8);
        runs(VK11.VK_FORMAT_B16G16R16G16_422_UNORM + 1, UNKNOWN);
        texels(VK13.VK_FORMAT_A4R4G4B4_UNORM_PACK16, 2);
        runs(VK13.VK_FORMAT_A4B4G4R4_UNORM_PACK16 + 1, UNKNOWN);
        texels(KHRMaintenance5.VK_FORMAT_A1B5G5R5_UNORM_PACK16_KHR, 2);
        texels(KHRMaintenance5.VK_FORMAT_A8_UNORM_KHR, 1);
        runs(KHRMaintenance5.VK_FORMAT_A8_UNORM_KHR + 1, UNKNOWN);
    }

    /** {@return the block of a plane of a VkFormat; null: not known} */
    static @Nullable TexelBlock ofPlane(int format, int plane) {
        int planes = MultiPlanarFormats.planeCount(format);
        if (plane >= planes) {
            return null;
        }
        if (planes > 1) {
            return ofMultiPlanar(format, planes, plane);
        }
        Map.Entry<Integer, TexelBlock> run = RUNS.floorEntry(format);
        return run == null || run.getValue().equals(UNKNOWN) ? null : run.getValue();
    }

    /** Plane 0 is luma, with one sample a texel. Chroma has one sample a block in each of two further planes, or two in one. */
    private static TexelBlock ofMultiPlanar(int format, int planes, int plane) {
        int sample = MultiPlanarFormats.sampleBytes(format);
        if (plane == 0) {
            return new TexelBlock(sample, 1, 1);
        }
        return new TexelBlock(
                planes == 2 ? 2 * sample : sample,
                MultiPlanarFormats.isHalfWide(format) ? 2 : 1,
                MultiPlanarFormats.isHalfHigh(format) ? 2 : 1);
    }

    /** {@return how many blocks cover a row of texels} */
    long across(int texels) {
        return ((long) texels + width - 1) / width;
    }

    /** {@return how many rows of blocks cover some rows of texels} */
    long down(int rows) {
        return ((long) rows + height - 1) / height;
    }
}
