package io.github.vkextmem.memory;

import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceFeatures;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageDrmFormatModifierExplicitCreateInfoEXT;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ResourceParameters;
import io.github.vkextmem.usage.DeviceFacts;
import org.jspecify.annotations.Nullable;
import org.lwjgl.vulkan.VkDevice;

/** A device with what was asked of it once; shared by all its memory. */
record DeviceContext(
        VkDevice device,
        PhysicalDeviceFacts facts,
        DeviceFacts rules,
        MemoryTypes memoryTypes,
        EnabledExtensions extensions,
        Families families) {

    /** @param features what the device was created with; null: nobody said */
    static DeviceContext of(VkDevice device, @Nullable DeviceFeatures features) {
        var facts = new PhysicalDeviceFacts(device.getPhysicalDevice(), device.getCapabilities().apiVersion);
        var extensions = new EnabledExtensions(device, facts.name());
        return new DeviceContext(
                device,
                facts,
                new LogicalDeviceFacts(device, facts, extensions, features),
                new MemoryTypes(facts),
                extensions,
                new Families(extensions));
    }

    /** Asks what the device can do with a handle type for a buffer or image; one with NV's family only, in NV's words. */
    ExternalMemoryProperties properties(ExternalMemoryHandleType handleType, ResourceParameters resource) {
        return resource instanceof BufferParameters buffer
                ? facts.capabilities().buffer(handleType, buffer.usage(), buffer.flags())
                : image(handleType, (ImageParameters) resource).properties();
    }

    /** Asks what the device can do with a handle type for an image, and how large that may be. */
    ImageSupport image(ExternalMemoryHandleType handleType, ImageParameters image) {
        Capabilities capabilities = facts.capabilities();
        ImageDrmFormatModifierExplicitCreateInfoEXT modifier = image.drmFormatModifier();
        if (modifier != null) {
            return capabilities.image(handleType, image.info(), modifier.drmFormatModifier());
        }
        return handleType
                .toNV()
                .filter(nv -> families.onlyNV())
                .map(nv -> capabilities
                        .imageNV(nv, image.info())
                        .map(ImageSupport::of)
                        .orElse(ImageSupport.NONE))
                .orElseGet(() -> capabilities.image(handleType, image.info()));
    }
}
