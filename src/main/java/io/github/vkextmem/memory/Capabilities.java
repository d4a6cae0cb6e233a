package io.github.vkextmem.memory;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.chain.Checks;
import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.struct.ExtendsPhysicalDeviceImageFormatInfo2;
import io.github.vkextmem.struct.ExternalBufferProperties;
import io.github.vkextmem.struct.ExternalImageFormatPropertiesNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageFormatProperties;
import io.github.vkextmem.struct.Parents;
import io.github.vkextmem.struct.PhysicalDeviceExternalBufferInfo;
import io.github.vkextmem.struct.PhysicalDeviceExternalImageFormatInfo;
import io.github.vkextmem.struct.PhysicalDeviceImageDrmFormatModifierInfoEXT;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.KHRExternalMemoryCapabilities;
import org.lwjgl.vulkan.KHRGetPhysicalDeviceProperties2;
import org.lwjgl.vulkan.NVExternalMemoryCapabilities;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExternalBufferProperties;
import org.lwjgl.vulkan.VkExternalImageFormatProperties;
import org.lwjgl.vulkan.VkExternalImageFormatPropertiesNV;
import org.lwjgl.vulkan.VkImageFormatProperties2;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceImageFormatInfo2;

/**
 * Asks a physical device what it can do with handle types, through Vulkan 1.1 or the extensions that preceded it, and
 * remembers what it answers.
 *
 * <p>Output structures are zeroed first, because some drivers leave them unwritten.
 */
final class Capabilities {

    private final VkPhysicalDevice device;
    private final String deviceName;
    private final boolean core;
    private final Answers<PhysicalDeviceExternalBufferInfo, ExternalMemoryProperties> buffers =
            new Answers<>(this::askAboutBuffer);
    private final Answers<ImageQuestion, ImageSupport> images = new Answers<>(this::askAboutImage);
    private final Answers<ImageQuestionNV, Optional<ExternalImageFormatPropertiesNV>> imagesNV =
            new Answers<>(this::askAboutImageNV);

    /** @param drmFormatModifier null: none is asked about */
    private record ImageQuestion(
            ExternalMemoryHandleType handleType,
            ImageFormatInfo image,
            @Nullable Long drmFormatModifier) {}

    private record ImageQuestionNV(ExternalMemoryHandleTypeNV handleType, ImageFormatInfo image) {}

    /**
     * @param apiVersion the version that the device was created for, which may be below the instance's
     */
    Capabilities(VkPhysicalDevice device, String deviceName, int apiVersion) {
        this.device = device;
        this.deviceName = deviceName;
        this.core = apiVersion >= VK11.VK_API_VERSION_1_1;
    }

    ExternalMemoryProperties buffer(ExternalMemoryHandleType handleType, int usage, int flags) {
        return buffers.to(new PhysicalDeviceExternalBufferInfo(flags, usage, handleType));
    }

    private ExternalMemoryProperties askAboutBuffer(PhysicalDeviceExternalBufferInfo question) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = question.marshal(stack);
            var properties = VkExternalBufferProperties.calloc(stack).sType$Default();
            if (core) {
                VK11.vkGetPhysicalDeviceExternalBufferProperties(device, info, properties);
            } else {
                require(
                        device.getCapabilities().vkGetPhysicalDeviceExternalBufferPropertiesKHR,
                        "VK_KHR_external_memory_capabilities",
                        "vkGetPhysicalDeviceExternalBufferProperties");
                KHRExternalMemoryCapabilities.vkGetPhysicalDeviceExternalBufferPropertiesKHR(device, info, properties);
            }
            return ExternalBufferProperties.read(properties).externalMemoryProperties();
        }
    }

    ImageSupport image(ExternalMemoryHandleType handleType, ImageFormatInfo image) {
        if (Checks.ENABLED && image.tiling() == EXTImageDrmFormatModifier.VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT) {
            throw new ValidUsageException(
                    "VUID-VkPhysicalDeviceImageFormatInfo2-tiling-02249",
                    "tiling is DRM_FORMAT_MODIFIER_EXT, and no modifier is asked about",
                    "ask drmFormatModifiers, which answers for each modifier");
        }
        return images.to(new ImageQuestion(handleType, image, null));
    }

    ImageSupport image(ExternalMemoryHandleType handleType, ImageFormatInfo image, long drmFormatModifier) {
        return images.to(new ImageQuestion(handleType, image, drmFormatModifier));
    }

    private static PNextTail<VkPhysicalDeviceImageFormatInfo2, ExtendsPhysicalDeviceImageFormatInfo2> tail(
            ImageQuestion question) {
        var tail = Parents.PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2.tail(
                PhysicalDeviceExternalImageFormatInfo.of(question.handleType()));
        return question.drmFormatModifier() == null
                ? tail
                : tail.with(PhysicalDeviceImageDrmFormatModifierInfoEXT.of(question.drmFormatModifier()));
    }

    private ImageSupport askAboutImage(ImageQuestion question) {
        ImageFormatInfo image = question.image();
        requireImageUsage(image, "VUID-VkPhysicalDeviceImageFormatInfo2-usage-requiredbitmask");
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkPhysicalDeviceImageFormatInfo2.calloc(stack)
                    .sType$Default()
                    .format(image.format())
                    .type(image.type())
                    .tiling(image.tiling())
                    .usage(image.usage())
                    .flags(image.flags());
            tail(question).linkBehind(info, stack);
            var externalProperties =
                    VkExternalImageFormatProperties.calloc(stack).sType$Default();
            var properties =
                    VkImageFormatProperties2.calloc(stack).sType$Default().pNext(externalProperties);
            int result = core
                    ? VK11.vkGetPhysicalDeviceImageFormatProperties2(device, info, properties)
                    : imageThroughExtension(info, properties);
            return answered("vkGetPhysicalDeviceImageFormatProperties2", result)
                    ? new ImageSupport(
                            ImageFormatProperties.read(properties.imageFormatProperties()),
                            ExternalMemoryProperties.read(externalProperties.externalMemoryProperties()))
                    : ImageSupport.NONE;
        }
    }

    private int imageThroughExtension(VkPhysicalDeviceImageFormatInfo2 info, VkImageFormatProperties2 properties) {
        require(
                device.getCapabilities().vkGetPhysicalDeviceImageFormatProperties2KHR,
                "VK_KHR_get_physical_device_properties2",
                "vkGetPhysicalDeviceImageFormatProperties2");
        return KHRGetPhysicalDeviceProperties2.vkGetPhysicalDeviceImageFormatProperties2KHR(device, info, properties);
    }

    Optional<ExternalImageFormatPropertiesNV> imageNV(ExternalMemoryHandleTypeNV handleType, ImageFormatInfo image) {
        return imagesNV.to(new ImageQuestionNV(handleType, image));
    }

    private Optional<ExternalImageFormatPropertiesNV> askAboutImageNV(ImageQuestionNV question) {
        ImageFormatInfo image = question.image();
        requireImageUsage(image, "VUID-vkGetPhysicalDeviceExternalImageFormatPropertiesNV-usage-requiredbitmask");
        require(
                device.getCapabilities().vkGetPhysicalDeviceExternalImageFormatPropertiesNV,
                "VK_NV_external_memory_capabilities",
                "vkGetPhysicalDeviceExternalImageFormatPropertiesNV");
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkExternalImageFormatPropertiesNV.calloc(stack);
            int result = NVExternalMemoryCapabilities.vkGetPhysicalDeviceExternalImageFormatPropertiesNV(
                    device,
                    image.format(),
                    image.type(),
                    image.tiling(),
                    image.usage(),
                    image.flags(),
                    question.handleType().bit(),
                    properties);
            return answered("vkGetPhysicalDeviceExternalImageFormatPropertiesNV", result)
                    ? Optional.of(ExternalImageFormatPropertiesNV.read(properties))
                    : Optional.empty();
        }
    }

    private static void requireImageUsage(ImageFormatInfo image, String vuid) {
        if (Checks.ENABLED && image.usage() == 0) {
            throw new ValidUsageException(
                    vuid, "usage is 0", "say what the image is for, as VK_IMAGE_USAGE_SAMPLED_BIT");
        }
    }

    /** {@return false where the device says that it has no such image} */
    private static boolean answered(String command, int result) {
        if (result == VK10.VK_SUCCESS) {
            return true;
        }
        if (result == VK10.VK_ERROR_FORMAT_NOT_SUPPORTED) {
            return false;
        }
        throw new VulkanException(command, result);
    }

    private void require(long command, String extension, String neededFor) {
        if (command == 0) {
            throw new MissingExtensionException(
                    extension,
                    neededFor,
                    "the instance of " + deviceName,
                    "if the instance has it, name it in VkInstanceCreateInfo's ppEnabledExtensionNames, and construct"
                            + " LWJGL's VkInstance with that same VkInstanceCreateInfo");
        }
    }
}
