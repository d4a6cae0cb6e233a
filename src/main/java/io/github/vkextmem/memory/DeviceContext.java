package io.github.vkextmem.memory;

import org.lwjgl.vulkan.VkDevice;

/** A device with what was asked of it once; shared by all its memory. */
record DeviceContext(VkDevice device, PhysicalDeviceFacts facts, EnabledExtensions extensions, Families families) {

    static DeviceContext of(VkDevice device) {
        var facts = new PhysicalDeviceFacts(device.getPhysicalDevice(), device.getCapabilities().apiVersion);
        var extensions = new EnabledExtensions(device, facts.name());
        return new DeviceContext(device, facts, extensions, new Families(extensions));
    }
}
