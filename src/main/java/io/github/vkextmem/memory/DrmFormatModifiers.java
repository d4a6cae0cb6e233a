package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.DrmFormatModifierPropertiesEXT;
import io.github.vkextmem.struct.DrmFormatModifierPropertiesListEXT;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageDrmFormatModifierExplicitCreateInfoEXT;
import io.github.vkextmem.struct.ImageDrmFormatModifierPropertiesEXT;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.Parents;
import io.github.vkextmem.struct.SubresourceLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.KHRGetPhysicalDeviceProperties2;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkFormatProperties2;
import org.lwjgl.vulkan.VkImageDrmFormatModifierPropertiesEXT;
import org.lwjgl.vulkan.VkImageSubresource;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkSubresourceLayout;

/** What VK_EXT_image_drm_format_modifier answers: which modifiers a format has, and what an image got. */
final class DrmFormatModifiers {

    private static final String EXTENSION = "VK_EXT_image_drm_format_modifier";

    private static final int[] PLANE_ASPECTS = {
        EXTImageDrmFormatModifier.VK_IMAGE_ASPECT_MEMORY_PLANE_0_BIT_EXT,
        EXTImageDrmFormatModifier.VK_IMAGE_ASPECT_MEMORY_PLANE_1_BIT_EXT,
        EXTImageDrmFormatModifier.VK_IMAGE_ASPECT_MEMORY_PLANE_2_BIT_EXT,
        EXTImageDrmFormatModifier.VK_IMAGE_ASPECT_MEMORY_PLANE_3_BIT_EXT,
    };

    private final DeviceContext context;

    DrmFormatModifiers(DeviceContext context) {
        this.context = context;
    }

    /** {@return what the device can do with a handle type for a kind of image, by modifier, in the driver's order} */
    Map<Long, ImageSupport> of(ExternalMemoryHandleType handleType, ImageFormatInfo image) {
        context.extensions().require(EXTENSION, "VkPhysicalDeviceImageDrmFormatModifierInfoEXT");
        Map<Long, ImageSupport> answers = new LinkedHashMap<>();
        for (DrmFormatModifierPropertiesEXT modifier : ofFormat(image.format())) {
            long value = modifier.drmFormatModifier();
            answers.put(value, context.facts().capabilities().image(handleType, image, value));
        }
        return answers;
    }

    private List<DrmFormatModifierPropertiesEXT> ofFormat(int format) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var counted = VkFormatProperties2.calloc(stack).sType$Default();
            Parents.FORMAT_PROPERTIES_2
                    .outputs(DrmFormatModifierPropertiesListEXT.TYPE)
                    .linkBehind(counted, stack);
            ask(format, counted);
            int count = list(counted).drmFormatModifierCount();
            if (count == 0) {
                return List.of();
            }
            var listed = VkFormatProperties2.calloc(stack).sType$Default();
            Parents.FORMAT_PROPERTIES_2
                    .tail(DrmFormatModifierPropertiesListEXT.room(count))
                    .linkBehind(listed, stack);
            ask(format, listed);
            return list(listed).drmFormatModifierProperties();
        }
    }

    private static DrmFormatModifierPropertiesListEXT list(VkFormatProperties2 properties) {
        return Parents.FORMAT_PROPERTIES_2
                .get(properties, DrmFormatModifierPropertiesListEXT.TYPE)
                .orElseThrow();
    }

    private void ask(int format, VkFormatProperties2 properties) {
        VkPhysicalDevice device = context.device().getPhysicalDevice();
        if (context.device().getCapabilities().apiVersion >= VK11.VK_API_VERSION_1_1) {
            VK11.vkGetPhysicalDeviceFormatProperties2(device, format, properties);
        } else {
            KHRGetPhysicalDeviceProperties2.vkGetPhysicalDeviceFormatProperties2KHR(device, format, properties);
        }
    }

    /** {@return the modifier that the driver chose for an image, and where its planes lie} */
    ImageDrmFormatModifierExplicitCreateInfoEXT chosen(long image, ImageParameters parameters) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkImageDrmFormatModifierPropertiesEXT.calloc(stack).sType$Default();
            Results.require(
                    "vkGetImageDrmFormatModifierPropertiesEXT",
                    EXTImageDrmFormatModifier.vkGetImageDrmFormatModifierPropertiesEXT(
                            context.device(), image, properties));
            long modifier = ImageDrmFormatModifierPropertiesEXT.read(properties).drmFormatModifier();
            return new ImageDrmFormatModifierExplicitCreateInfoEXT(
                    modifier,
                    IntStream.range(0, planesOfChosen(parameters.info().format(), modifier))
                            .mapToObj(plane -> layout(image, plane, parameters))
                            .toList());
        }
    }

    private OptionalInt planes(int format, long modifier) {
        return ofFormat(format).stream()
                .filter(known -> known.drmFormatModifier() == modifier)
                .mapToInt(DrmFormatModifierPropertiesEXT::drmFormatModifierPlaneCount)
                .findFirst();
    }

    /**
     * Refuses an exporter's modifier that has another number of memory planes on this device, or that this device does not
     * list for the format (VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-drmFormatModifierPlaneCount-02265).
     */
    void requirePlanes(ImageDrmFormatModifierExplicitCreateInfoEXT modifier, int format) {
        OptionalInt planes = planes(format, modifier.drmFormatModifier());
        int described = modifier.planeLayouts().size();
        Findings.examine(modifier, findings -> {
            if (planes.isEmpty() || planes.getAsInt() != described) {
                findings.add(
                        "VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-drmFormatModifierPlaneCount-02265",
                        "the description has " + described + " memory planes; on this device format " + format
                                + " has "
                                + (planes.isEmpty() ? "no such modifier" : planes.getAsInt() + " with this modifier"),
                        "export the image with a modifier that both devices have");
            }
        });
    }

    private int planesOfChosen(int format, long modifier) {
        return planes(format, modifier)
                .orElseThrow(() -> new IllegalStateException("the driver chose the DRM format modifier 0x"
                        + Long.toHexString(modifier) + ", which it does not list for the format " + format));
    }

    /** An importer must leave size, and pitches that have no meaning for the image, at 0. */
    private SubresourceLayout layout(long image, int plane, ImageParameters parameters) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var subresource = VkImageSubresource.calloc(stack).aspectMask(PLANE_ASPECTS[plane]);
            var struct = VkSubresourceLayout.calloc(stack);
            VK10.vkGetImageSubresourceLayout(context.device(), image, subresource, struct);
            SubresourceLayout layout = SubresourceLayout.read(struct);
            return new SubresourceLayout(
                    layout.offset(),
                    0,
                    layout.rowPitch(),
                    parameters.arrayLayers() == 1 ? 0 : layout.arrayPitch(),
                    parameters.depth() == 1 ? 0 : layout.depthPitch());
        }
    }
}
