package io.github.vkextmem.handle;

import io.github.vkextmem.PeerException;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.ImageDrmFormatModifierExplicitCreateInfoEXT;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ResourceParameters;
import io.github.vkextmem.struct.SubresourceLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a message that says what lies in the memory, behind a description as docs/wire-format.md lays it out. */
final class ResourceFormat {

    private static final int NOTHING = 0;
    private static final int BUFFER = 1;
    private static final int IMAGE = 2;

    private static final int BUFFER_LENGTH = 16;
    private static final int IMAGE_LENGTH = 56;
    private static final int PLANE_LENGTH = 32;

    /** The kind, and the length of what follows. */
    static final int MIN_LENGTH = 8;

    /** The kind, and an image with all the planes that there can be. */
    static final int MAX_LENGTH = MIN_LENGTH + IMAGE_LENGTH + ImageParameters.MAX_PLANES * PLANE_LENGTH;

    private ResourceFormat() {}

    /** {@return how many bytes {@link #write} needs} */
    static int length(@Nullable ResourceParameters resource) {
        if (resource instanceof ImageParameters image) {
            return MIN_LENGTH
                    + IMAGE_LENGTH
                    + image.modifier()
                            .map(modifier -> modifier.planeLayouts().size() * PLANE_LENGTH)
                            .orElse(0);
        }
        return resource == null ? MIN_LENGTH : MIN_LENGTH + BUFFER_LENGTH;
    }

    static void write(@Nullable ResourceParameters resource, ByteBuffer bytes) {
        if (resource instanceof BufferParameters buffer) {
            bytes.putInt(BUFFER).putInt(BUFFER_LENGTH);
            bytes.putLong(buffer.size()).putInt(buffer.usage()).putInt(buffer.flags());
        } else if (resource instanceof ImageParameters image) {
            bytes.putInt(IMAGE).putInt(length(image) - MIN_LENGTH);
            writeImage(image, bytes);
        } else {
            bytes.putInt(NOTHING).putInt(0);
        }
    }

    private static void writeImage(ImageParameters image, ByteBuffer bytes) {
        ImageFormatInfo info = image.info();
        bytes.putInt(info.format()).putInt(info.type()).putInt(info.tiling());
        bytes.putInt(info.usage()).putInt(info.flags());
        bytes.putInt(image.width()).putInt(image.height()).putInt(image.depth());
        bytes.putInt(image.mipLevels()).putInt(image.arrayLayers()).putInt(image.samples());
        List<SubresourceLayout> planes = image.modifier()
                .map(ImageDrmFormatModifierExplicitCreateInfoEXT::planeLayouts)
                .orElse(List.of());
        bytes.putInt(planes.size());
        bytes.putLong(image.modifier()
                .map(ImageDrmFormatModifierExplicitCreateInfoEXT::drmFormatModifier)
                .orElse(0L));
        for (SubresourceLayout plane : planes) {
            bytes.putLong(plane.offset()).putLong(plane.rowPitch());
            bytes.putLong(plane.arrayPitch()).putLong(plane.depthPitch());
        }
    }

    /**
     * Reads what is left of a message.
     *
     * @throws IllegalArgumentException if a number makes no sense
     */
    static @Nullable ResourceParameters read(ByteBuffer bytes) {
        int kind = bytes.getInt();
        int length = bytes.getInt();
        switch (kind) {
            case NOTHING -> requireLength(length, 0);
            case BUFFER -> {
                requireLength(length, BUFFER_LENGTH);
                return new BufferParameters(bytes.getLong(), bytes.getInt(), bytes.getInt());
            }
            case IMAGE -> {
                return readImage(bytes);
            }
            default -> throw new PeerException("unknown contents of the memory: " + Integer.toUnsignedString(kind));
        }
        return null;
    }

    private static ImageParameters readImage(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length < IMAGE_LENGTH) {
            throw new PeerException("an image in " + length + " bytes; it takes " + IMAGE_LENGTH);
        }
        ImageFormatInfo info =
                new ImageFormatInfo(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt());
        int width = bytes.getInt();
        int height = bytes.getInt();
        int depth = bytes.getInt();
        int mipLevels = bytes.getInt();
        int arrayLayers = bytes.getInt();
        int samples = bytes.getInt();
        int planes = bytes.getInt();
        long modifier = bytes.getLong();
        if (planes < 0 || planes > ImageParameters.MAX_PLANES) {
            throw new PeerException(Integer.toUnsignedString(planes) + " planes");
        }
        requireLength(length, IMAGE_LENGTH + planes * PLANE_LENGTH);
        if (planes == 0 && modifier != 0) {
            throw new PeerException("a DRM format modifier without planes");
        }
        return new ImageParameters(
                info,
                width,
                height,
                depth,
                mipLevels,
                arrayLayers,
                samples,
                planes == 0
                        ? null
                        : new ImageDrmFormatModifierExplicitCreateInfoEXT(modifier, readPlanes(planes, bytes)));
    }

    private static List<SubresourceLayout> readPlanes(int count, ByteBuffer bytes) {
        List<SubresourceLayout> planes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            planes.add(new SubresourceLayout(bytes.getLong(), 0, bytes.getLong(), bytes.getLong(), bytes.getLong()));
        }
        return planes;
    }

    private static void requireLength(int length, int expected) {
        if (length != expected) {
            throw new PeerException(length + " bytes about what lies in the memory instead of " + expected);
        }
    }
}
