package io.github.vkextmem.struct;

/**
 * The bytes that the memory planes of an image take in the payload. The layout of the texels is known for LINEAR planes of
 * formats with known texel blocks. Of any other plane only the first byte is certain: compression and tiling are the
 * vendor's.
 */
final class MemoryPlanes {

    /** The modifier DRM_FORMAT_MOD_LINEAR. */
    private static final long LINEAR = 0;

    private final ImageParameters image;
    private final SubresourceLayout plane;
    private final int index;

    private MemoryPlanes(ImageParameters image, SubresourceLayout plane, int index) {
        this.image = image;
        this.plane = plane;
        this.index = index;
    }

    /** @throws IllegalArgumentException if a plane does not lie within the payload, or its parts overlap */
    static void requireWithin(ImageParameters image, long allocationSize) {
        ImageDrmFormatModifierExplicitCreateInfoEXT modifier = image.drmFormatModifier();
        if (modifier == null) {
            return;
        }
        for (int i = 0; i < modifier.planeLayouts().size(); i++) {
            MemoryPlanes plane = new MemoryPlanes(image, modifier.planeLayouts().get(i), i);
            plane.requireNoPitchOfOne();
            plane.requireWithin(modifier.drmFormatModifier() == LINEAR ? plane.linearBytes() : 1, allocationSize);
        }
    }

    private void requireWithin(long bytes, long allocationSize) {
        // Neither is negative, so the difference does not overflow.
        if (plane.offset() > allocationSize - bytes) {
            throw new IllegalArgumentException("memory plane " + index + " needs " + bytes + " bytes or more at offset "
                    + plane.offset() + ", and the memory has " + allocationSize);
        }
    }

    private void requireNoPitchOfOne() {
        if ((image.arrayLayers() == 1 && plane.arrayPitch() != 0) || (image.depth() == 1 && plane.depthPitch() != 0)) {
            throw new IllegalArgumentException("memory plane " + index + " of an image of " + image.arrayLayers()
                    + " layers and depth " + image.depth() + " has " + plane
                    + "; the pitch of a single layer or slice must be 0");
        }
    }

    /** The bytes of the first mip level from the first texel block to the last. */
    private long linearBytes() {
        TexelBlock block = TexelBlock.ofPlane(image.info().format(), index);
        if (block == null) {
            return 1;
        }
        long row = block.across(image.width()) * block.bytes();
        requirePitch("rowPitch", plane.rowPitch(), row);
        long slice = span(block.down(image.height()), plane.rowPitch(), row);
        if (image.depth() > 1) {
            requirePitch("depthPitch", plane.depthPitch(), slice);
        }
        long layer = span(image.depth(), plane.depthPitch(), slice);
        if (image.arrayLayers() > 1) {
            requirePitch("arrayPitch", plane.arrayPitch(), layer);
        }
        return span(image.arrayLayers(), plane.arrayPitch(), layer);
    }

    private void requirePitch(String name, long pitch, long least) {
        if (pitch < least) {
            throw new IllegalArgumentException(
                    name + " of LINEAR memory plane " + index + " is " + pitch + "; " + image.width() + " x "
                            + image.height() + " x " + image.depth() + " texels of format "
                            + image.info().format() + " need " + least + " or more");
        }
    }

    /** Of some parts with a pitch, up to the last byte of the last part; no memory is as large as the largest number. */
    private static long span(long count, long pitch, long part) {
        try {
            return Math.addExact(Math.multiplyExact(count - 1, pitch), part);
        } catch (ArithmeticException overflow) {
            return Long.MAX_VALUE;
        }
    }
}
