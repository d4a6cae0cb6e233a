package io.github.vkextmem.struct;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.chain.PNextList;
import io.github.vkextmem.chain.Structure;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.MESAImageAlignmentControl;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkImageCreateInfo;

/** The rules of VkImageCreateInfo that its values and its chain can break, in the specification's order. */
final class ImageCreateInfoRules {

    private static final int SPARSE = VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT
            | VK10.VK_IMAGE_CREATE_SPARSE_RESIDENCY_BIT
            | VK10.VK_IMAGE_CREATE_SPARSE_ALIASED_BIT;

    private ImageCreateInfoRules() {}

    static void check(VkImageCreateInfo info, PNextList<?> chain, Findings findings) {
        coreOrNV(chain, findings);
        undefinedIfExternal(info, chain, findings);
        modifiersWithTheirTiling(info, chain, findings);
        planePitches(info, chain, findings);
        metalPlanes(info, chain, findings);
        alignmentControlIsNotExternal(chain, findings);
        sparseIsNotDedicated(info, chain, findings);
        // VUID-VkImageCreateInfo-pNext-06783 and -06784 stand with the structures they speak of.
        // VUID-VkImageCreateInfo-pNext-00990 and -00991 need what the device can do.
    }

    /** VUID-VkImageCreateInfo-pNext-00988: a core structure excludes the NV one. */
    private static void coreOrNV(PNextList<?> chain, Findings findings) {
        if (chain.has(ExternalMemoryImageCreateInfo.class) && chain.has(ExternalMemoryImageCreateInfoNV.class)) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-00988",
                    "core and NV external memory structures behind one image",
                    "keep one family",
                    ImageCreateInfoRules::isExternal);
        }
    }

    /** VUID-VkImageCreateInfo-pNext-01443: an image for external memory begins without a layout. */
    private static void undefinedIfExternal(VkImageCreateInfo info, PNextList<?> chain, Findings findings) {
        if (isExternal(chain) && info.initialLayout() != VK10.VK_IMAGE_LAYOUT_UNDEFINED) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-01443",
                    "an image for external memory has initialLayout " + info.initialLayout(),
                    "use VK_IMAGE_LAYOUT_UNDEFINED",
                    ImageCreateInfoRules::isExternal);
        }
    }

    private static boolean isExternal(Structure structure) {
        return structure instanceof ExternalMemoryImageCreateInfo
                || structure instanceof ExternalMemoryImageCreateInfoNV;
    }

    private static boolean isExternal(PNextList<?> chain) {
        ExternalMemoryImageCreateInfo core = chain.find(ExternalMemoryImageCreateInfo.class);
        ExternalMemoryImageCreateInfoNV nv = chain.find(ExternalMemoryImageCreateInfoNV.class);
        return (core != null && !core.handleTypes().isEmpty())
                || (nv != null && !nv.handleTypes().isEmpty());
    }

    /**
     * VUID-VkImageCreateInfo-pNext-02262, and VUID-VkImageCreateInfo-tiling-02261 as far as it says that there is at most
     * one: what is missing the application may still link.
     */
    private static void modifiersWithTheirTiling(VkImageCreateInfo info, PNextList<?> chain, Findings findings) {
        boolean list = chain.has(ImageDrmFormatModifierListCreateInfoEXT.class);
        boolean explicit = chain.has(ImageDrmFormatModifierExplicitCreateInfoEXT.class);
        if (!list && !explicit) {
            return;
        }
        if (info.tiling() != EXTImageDrmFormatModifier.VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-02262",
                    "an image with Linux DRM format modifiers has tiling " + info.tiling(),
                    "use VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT",
                    ImageCreateInfoRules::isModifier);
        } else if (list && explicit) {
            findings.add(
                    "VUID-VkImageCreateInfo-tiling-02261",
                    "a list of modifiers and an explicit modifier behind one image",
                    "keep one of them",
                    ImageCreateInfoRules::isModifier);
        }
    }

    private static boolean isModifier(Structure structure) {
        return structure instanceof ImageDrmFormatModifierListCreateInfoEXT
                || structure instanceof ImageDrmFormatModifierExplicitCreateInfoEXT;
    }

    /** VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-arrayPitch-02268 and -depthPitch-02269: 0 where there is one. */
    private static void planePitches(VkImageCreateInfo info, PNextList<?> chain, Findings findings) {
        ImageDrmFormatModifierExplicitCreateInfoEXT explicit =
                chain.find(ImageDrmFormatModifierExplicitCreateInfoEXT.class);
        if (explicit == null) {
            return;
        }
        for (SubresourceLayout plane : explicit.planeLayouts()) {
            if (info.arrayLayers() == 1 && plane.arrayPitch() != 0) {
                findings.add(
                        "VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-arrayPitch-02268",
                        "an image of one array layer has " + plane,
                        "let arrayPitch be 0");
            }
            if (info.extent().depth() == 1 && plane.depthPitch() != 0) {
                findings.add(
                        "VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-depthPitch-02269",
                        "an image of depth 1 has " + plane,
                        "let depthPitch be 0");
            }
        }
    }

    /** VUID-VkImageCreateInfo-pNext-06785 and -06786: a Metal texture is a plane that the format has. */
    private static void metalPlanes(VkImageCreateInfo info, PNextList<?> chain, Findings findings) {
        if (!chain.has(ImportMetalTextureInfoEXT.class)) {
            return;
        }
        int planes = MultiPlanarFormats.planeCount(info.format());
        if (planes == 1
                && chain.count(structure -> isTexture(
                                structure, VK11.VK_IMAGE_ASPECT_PLANE_1_BIT | VK11.VK_IMAGE_ASPECT_PLANE_2_BIT))
                        > 0) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-06785",
                    "a Metal texture is another plane than 0, and format " + info.format() + " is not multi-planar",
                    "use VK_IMAGE_ASPECT_PLANE_0_BIT",
                    structure ->
                            isTexture(structure, VK11.VK_IMAGE_ASPECT_PLANE_1_BIT | VK11.VK_IMAGE_ASPECT_PLANE_2_BIT));
        }
        if (planes == 2 && chain.count(structure -> isTexture(structure, VK11.VK_IMAGE_ASPECT_PLANE_2_BIT)) > 0) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-06786",
                    "a Metal texture is plane 2, and format " + info.format() + " has two planes",
                    "use VK_IMAGE_ASPECT_PLANE_0_BIT and VK_IMAGE_ASPECT_PLANE_1_BIT",
                    structure -> isTexture(structure, VK11.VK_IMAGE_ASPECT_PLANE_2_BIT));
        }
    }

    private static boolean isTexture(Structure structure, int planes) {
        return structure instanceof ImportMetalTextureInfoEXT texture && (texture.plane() & planes) != 0;
    }

    /** VUID-VkImageCreateInfo-pNext-09654; this library has no record of the one structure, its presence is enough. */
    private static void alignmentControlIsNotExternal(PNextList<?> chain, Findings findings) {
        if (chain.has(ExternalMemoryImageCreateInfo.class)
                && chain.count(ImageCreateInfoRules::isAlignmentControl) > 0) {
            findings.add(
                    "VUID-VkImageCreateInfo-pNext-09654",
                    "the alignment of an image for external memory is controlled",
                    "leave VkImageAlignmentControlCreateInfoMESA out",
                    ImageCreateInfoRules::isAlignmentControl);
        }
    }

    private static boolean isAlignmentControl(Structure structure) {
        return structure.type().sType()
                == MESAImageAlignmentControl.VK_STRUCTURE_TYPE_IMAGE_ALIGNMENT_CONTROL_CREATE_INFO_MESA;
    }

    /** VUID-VkDedicatedAllocationImageCreateInfoNV-dedicatedAllocation-00994: what is sparse has many memories. */
    private static void sparseIsNotDedicated(VkImageCreateInfo info, PNextList<?> chain, Findings findings) {
        DedicatedAllocationImageCreateInfoNV dedicated = chain.find(DedicatedAllocationImageCreateInfoNV.class);
        if (dedicated != null && dedicated.dedicatedAllocation() && (info.flags() & SPARSE) != 0) {
            findings.add(
                    "VUID-VkDedicatedAllocationImageCreateInfoNV-dedicatedAllocation-00994",
                    "an image with flags 0x" + Integer.toHexString(info.flags()) + " is to have memory of its own",
                    "leave DedicatedAllocationImageCreateInfoNV or the sparse flags out");
        }
    }
}
