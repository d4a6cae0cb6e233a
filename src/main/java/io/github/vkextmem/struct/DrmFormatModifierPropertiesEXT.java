package io.github.vkextmem.struct;

import static org.lwjgl.system.MemoryUtil.memPutInt;
import static org.lwjgl.system.MemoryUtil.memPutLong;

import org.lwjgl.vulkan.VkDrmFormatModifierPropertiesEXT;

/**
 * A Linux DRM format modifier that a format has.
 *
 * @param drmFormatModifier the modifier
 * @param drmFormatModifierPlaneCount how many memory planes an image with it has
 * @param drmFormatModifierTilingFeatures what an image with it can be used for, a VkFormatFeatureFlags mask
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkDrmFormatModifierPropertiesEXT.html">
 *     VkDrmFormatModifierPropertiesEXT</a>
 */
public record DrmFormatModifierPropertiesEXT(
        long drmFormatModifier, int drmFormatModifierPlaneCount, int drmFormatModifierTilingFeatures) {

    static final int SIZEOF = VkDrmFormatModifierPropertiesEXT.SIZEOF;

    static DrmFormatModifierPropertiesEXT read(long address) {
        return new DrmFormatModifierPropertiesEXT(
                VkDrmFormatModifierPropertiesEXT.ndrmFormatModifier(address),
                VkDrmFormatModifierPropertiesEXT.ndrmFormatModifierPlaneCount(address),
                VkDrmFormatModifierPropertiesEXT.ndrmFormatModifierTilingFeatures(address));
    }

    void write(long address) {
        memPutLong(address + VkDrmFormatModifierPropertiesEXT.DRMFORMATMODIFIER, drmFormatModifier);
        memPutInt(address + VkDrmFormatModifierPropertiesEXT.DRMFORMATMODIFIERPLANECOUNT, drmFormatModifierPlaneCount);
        memPutInt(
                address + VkDrmFormatModifierPropertiesEXT.DRMFORMATMODIFIERTILINGFEATURES,
                drmFormatModifierTilingFeatures);
    }

    /** {@return the members, modifier and features in hexadecimal} */
    @Override
    public String toString() {
        return "DrmFormatModifierPropertiesEXT[drmFormatModifier=0x" + Long.toHexString(drmFormatModifier)
                + ", drmFormatModifierPlaneCount=" + drmFormatModifierPlaneCount
                + ", drmFormatModifierTilingFeatures=0x"
                + Integer.toHexString(drmFormatModifierTilingFeatures) + "]";
    }
}
