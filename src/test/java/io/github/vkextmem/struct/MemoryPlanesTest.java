package io.github.vkextmem.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/** Descriptions of images whose memory planes lie within the payload, or not. */
class MemoryPlanesTest {

    private static final int DRM_FORMAT_MODIFIER = 1000158000;
    private static final long LINEAR = 0;
    private static final long VENDOR = 0x0100_0000_0000_0001L;
    private static final DeviceIdentity DEVICE =
            new DeviceIdentity(new UUID(1, 2), new UUID(3, 4), OptionalLong.of(5), 1);

    private static MemoryDescription describe(long size, ImageParameters image) {
        return new MemoryDescription(size, 0, ExternalMemoryHandleType.DMA_BUF_EXT, false, DEVICE, image);
    }

    private static ImageParameters image(int format, int width, int height, int depth, int layers) {
        int type = depth > 1 ? VK10.VK_IMAGE_TYPE_3D : VK10.VK_IMAGE_TYPE_2D;
        return ImageParameters.of(new ImageFormatInfo(format, type, DRM_FORMAT_MODIFIER, 1, 0), width, height, depth)
                .withArrayLayers(layers);
    }

    private static ImageParameters with(ImageParameters image, long modifier, SubresourceLayout... planes) {
        return image.withDrmFormatModifier(new ImageDrmFormatModifierExplicitCreateInfoEXT(modifier, List.of(planes)));
    }

    private static SubresourceLayout plane(long offset, long rowPitch, long arrayPitch, long depthPitch) {
        return new SubresourceLayout(offset, 0, rowPitch, arrayPitch, depthPitch);
    }

    private static ImageParameters rgba(SubresourceLayout plane) {
        return with(image(VK10.VK_FORMAT_R8G8B8A8_UNORM, 64, 32, 1, 1), LINEAR, plane);
    }

    static Stream<Arguments> smallestPayload() {
        ImageParameters nv12 = image(VK11.VK_FORMAT_G8_B8R8_2PLANE_420_UNORM, 63, 31, 1, 1);
        return Stream.of(
                Arguments.of("RGBA", 100 + 31 * 300 + 256L, rgba(plane(100, 300, 0, 0))),
                Arguments.of("RGBA, no gaps", 32 * 256L, rgba(plane(0, 256, 0, 0))),
                Arguments.of(
                        "BC1 in blocks of 4 x 4",
                        7 * 200 + 17 * 8L,
                        with(image(VK10.VK_FORMAT_BC1_RGB_UNORM_BLOCK, 65, 32, 1, 1), LINEAR, plane(0, 200, 0, 0))),
                Arguments.of(
                        "layers",
                        5 * 8200 + 31 * 256 + 256L,
                        with(image(VK10.VK_FORMAT_R8G8B8A8_UNORM, 64, 32, 1, 6), LINEAR, plane(0, 256, 8200, 0))),
                Arguments.of(
                        "slices",
                        3 * 8192 + 31 * 256 + 256L,
                        with(image(VK10.VK_FORMAT_R8G8B8A8_UNORM, 64, 32, 4, 1), LINEAR, plane(0, 256, 0, 8192))),
                Arguments.of(
                        "chroma behind luma, rounded up",
                        31 * 64 + 15 * 64 + 64L,
                        with(nv12, LINEAR, plane(0, 64, 0, 0), plane(31 * 64, 64, 0, 0))),
                Arguments.of(
                        "luma behind chroma",
                        16 * 64 + 30 * 64 + 63L,
                        with(nv12, LINEAR, plane(16 * 64, 64, 0, 0), plane(0, 64, 0, 0))),
                Arguments.of(
                        "a vendor's tiles begin within",
                        4097L,
                        with(
                                image(VK10.VK_FORMAT_R8G8B8A8_UNORM, 1 << 20, 1 << 20, 1, 1),
                                VENDOR,
                                plane(0, 1, 0, 0),
                                plane(4096, 1, 0, 0))),
                Arguments.of(
                        "a format without known blocks begins within",
                        4097L,
                        with(image(VK10.VK_FORMAT_D24_UNORM_S8_UINT, 64, 64, 1, 1), LINEAR, plane(4096, 1, 0, 0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("smallestPayload")
    void planesLieWithinThePayloadAndNotWithinOneByteLess(String what, long bytes, ImageParameters image) {
        assertThat(describe(bytes, image).image()).contains(image);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> describe(bytes - 1, image))
                .withMessageContaining("and the memory has " + (bytes - 1));
    }

    static Stream<Arguments> shortPitches() {
        ImageParameters layers = image(VK10.VK_FORMAT_R8G8B8A8_UNORM, 64, 32, 1, 2);
        ImageParameters slices = image(VK10.VK_FORMAT_R8G8B8A8_UNORM, 64, 32, 2, 1);
        ImageParameters nv12 = image(VK11.VK_FORMAT_G8_B8R8_2PLANE_420_UNORM, 64, 64, 1, 1);
        return Stream.of(
                Arguments.of("rowPitch of LINEAR memory plane 0 is 255", rgba(plane(0, 255, 0, 0))),
                Arguments.of("rowPitch of LINEAR memory plane 0 is 0", rgba(plane(0, 0, 0, 0))),
                Arguments.of("arrayPitch of LINEAR memory plane 0", with(layers, LINEAR, plane(0, 256, 8191, 0))),
                Arguments.of("depthPitch of LINEAR memory plane 0", with(slices, LINEAR, plane(0, 256, 0, 8191))),
                Arguments.of(
                        "rowPitch of LINEAR memory plane 1 is 63",
                        with(nv12, LINEAR, plane(0, 64, 0, 0), plane(4096, 63, 0, 0))),
                Arguments.of("must be 0", rgba(plane(0, 256, 1, 0))),
                Arguments.of("must be 0", rgba(plane(0, 256, 0, 1))),
                Arguments.of(
                        "must be 0",
                        with(image(VK10.VK_FORMAT_R8G8B8A8_UNORM, 64, 32, 1, 1), VENDOR, plane(0, 256, 1, 0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shortPitches")
    void pitchThatIsShorterThanItsPartIsRefused(String message, ImageParameters image) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> describe(1L << 40, image))
                .withMessageContaining(message);
    }

    static Stream<SubresourceLayout> hugeNumbers() {
        return Stream.of(
                plane(Long.MAX_VALUE, 256, 0, 0),
                plane(0, Long.MAX_VALUE, 0, 0),
                plane(0, Long.MAX_VALUE / 31 + 1, 0, 0),
                plane(0, (1L << 62) / 31, 0, 0),
                plane(Long.MAX_VALUE, Long.MAX_VALUE, 0, 0));
    }

    @ParameterizedTest
    @MethodSource
    void hugeNumbers(SubresourceLayout plane) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> describe(65536, rgba(plane)))
                .withMessageContaining("and the memory has 65536");
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rgba(plane(-1, 256, 0, 0)))
                .withMessageContaining("must not be negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rgba(plane(0, Long.MIN_VALUE, 0, 0)))
                .withMessageContaining("must not be negative");
    }

    @ParameterizedTest
    @EnumSource
    void sizeMayBeUnknownWhereAnImportIgnoresIt(ExternalMemoryHandleType type) {
        boolean ignored = switch (type) {
            case D3D11_TEXTURE, D3D11_TEXTURE_KMT, D3D12_RESOURCE, MTLTEXTURE_EXT -> true;
            default -> false;
        };
        if (ignored) {
            MemoryDescription description = new MemoryDescription(0, 0, type, true, DEVICE);
            assertThat(description.allocateInfo()).isEqualTo(MemoryAllocateInfo.of(0, 0));
            assertThat(description.with(BufferParameters.of(4096, 1)).buffer()).isPresent();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> description.with(rgba(plane(0, 256, 0, 0))))
                    .withMessageContaining("and the memory has 0");
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MemoryDescription(0, 0, type, true, DEVICE))
                    .withMessage("allocationSize must be positive: 0");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryDescription(-1, 0, type, true, DEVICE))
                .withMessageContaining("must be positive: -1");
    }
}
