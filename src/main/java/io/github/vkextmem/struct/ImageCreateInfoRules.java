package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkImageCreateInfo;

/** The rules of VkImageCreateInfo that its values and its chain can break, in the specification's order. */
final class ImageCreateInfoRules {

    private ImageCreateInfoRules() {}

    static void check(VkImageCreateInfo info, PNextList<?> chain, Findings findings) {
        coreOrNV(chain, findings);
        undefinedIfExternal(info, chain, findings);
    }

    /** VUID-VkImageCreateInfo-pNext-00988: a core structure excludes the NV one. */
    private static void coreOrNV(PNextList<?> chain, Findings findings) {
        if (chain.has(ExternalMemoryImageCreateInfo.class) && chain.has(ExternalMemoryImageCreateInfoNV.class)) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-00988",
                    "core and NV external memory structures behind one image",
                    "keep one family");
        }
    }

    /** VUID-VkImageCreateInfo-pNext-01443: an image for external memory begins without a layout. */
    private static void undefinedIfExternal(VkImageCreateInfo info, PNextList<?> chain, Findings findings) {
        if (isExternal(chain) && info.initialLayout() != VK10.VK_IMAGE_LAYOUT_UNDEFINED) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-01443",
                    "an image for external memory has initialLayout " + info.initialLayout(),
                    "use VK_IMAGE_LAYOUT_UNDEFINED");
        }
    }

    private static boolean isExternal(PNextList<?> chain) {
        ExternalMemoryImageCreateInfo core = chain.find(ExternalMemoryImageCreateInfo.class);
        ExternalMemoryImageCreateInfoNV nv = chain.find(ExternalMemoryImageCreateInfoNV.class);
        return (core != null && !core.handleTypes().isEmpty())
                || (nv != null && !nv.handleTypes().isEmpty());
    }
}
