package io.github.vkextmem.struct;

import java.util.List;

/**
 * How an image's texels lie in memory, said in the words of Linux's direct rendering manager, so that other drivers and
 * other kinds of devices understand it.
 *
 * @param modifier a modifier of {@code drm_fourcc.h}
 * @param planes where each memory plane lies, 1 to 4 of them
 * @see <a
 *     href="https://docs.vulkan.org/refpages/latest/refpages/source/VkImageDrmFormatModifierExplicitCreateInfoEXT.html">
 *     VkImageDrmFormatModifierExplicitCreateInfoEXT</a>
 */
public record DrmFormatModifier(long modifier, List<PlaneLayout> planes) {

    /** The most planes that Vulkan has aspects for. */
    public static final int MAX_PLANES = 4;

    /** @throws IllegalArgumentException if there is no plane or more than four */
    public DrmFormatModifier {
        planes = List.copyOf(planes);
        if (planes.isEmpty() || planes.size() > MAX_PLANES) {
            throw new IllegalArgumentException("an image has 1 to " + MAX_PLANES + " planes: " + planes.size());
        }
    }

    /**
     * Where one plane lies in the memory.
     *
     * @param offset in bytes from the beginning of the memory
     * @param rowPitch the bytes from one row to the next
     * @param arrayPitch the bytes from one array layer to the next; 0 for one layer
     * @param depthPitch the bytes from one slice to the next; 0 for one slice
     */
    public record PlaneLayout(long offset, long rowPitch, long arrayPitch, long depthPitch) {

        /** @throws IllegalArgumentException if a number is negative */
        public PlaneLayout {
            if (offset < 0 || rowPitch < 0 || arrayPitch < 0 || depthPitch < 0) {
                throw new IllegalArgumentException("offset and pitches must not be negative: " + offset + ", "
                        + rowPitch + ", " + arrayPitch + ", " + depthPitch);
            }
        }
    }

    /** {@return the modifier in hexadecimal, as {@code drm_fourcc.h} and drivers' logs have it} */
    @Override
    public String toString() {
        return "DrmFormatModifier[modifier=0x" + Long.toHexString(modifier) + ", planes=" + planes + "]";
    }
}
