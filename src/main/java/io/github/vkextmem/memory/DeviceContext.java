package io.github.vkextmem.memory;

import org.lwjgl.vulkan.VkDevice;

/** A device with what was asked of it once; shared by all its memory. */
record DeviceContext(VkDevice device, PhysicalDeviceFacts facts, EnabledExtensions extensions) {

    static DeviceContext of(VkDevice device) {
        var facts = new PhysicalDeviceFacts(device.getPhysicalDevice(), device.getCapabilities().apiVersion);
        return new DeviceContext(device, facts, new EnabledExtensions(device, facts.name()));
    }
}
