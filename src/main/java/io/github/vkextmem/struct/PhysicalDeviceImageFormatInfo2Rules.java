package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.VkPhysicalDeviceImageFormatInfo2;

/** The rules of VkPhysicalDeviceImageFormatInfo2 that its values and its chain can break. */
final class PhysicalDeviceImageFormatInfo2Rules {

    private PhysicalDeviceImageFormatInfo2Rules() {}

    /**
     * VUID-VkPhysicalDeviceImageFormatInfo2-tiling-02249: a modifier is asked for with the tiling that has modifiers. That
     * the tiling has one is not asked here: the application may still link it.
     */
    static void check(VkPhysicalDeviceImageFormatInfo2 info, PNextList<?> chain, Findings findings) {
        if (chain.has(PhysicalDeviceImageDrmFormatModifierInfoEXT.class)
                && info.tiling() != EXTImageDrmFormatModifier.VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT) {
            findings.add(
                    "VUID-VkPhysicalDeviceImageFormatInfo2-tiling-02249",
                    "a Linux DRM format modifier is asked for with tiling " + info.tiling(),
                    "use VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT");
        }
    }
}
