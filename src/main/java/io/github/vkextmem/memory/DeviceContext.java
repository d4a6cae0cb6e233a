package io.github.vkextmem.memory;

import org.lwjgl.vulkan.VkDevice;

/** A device with what was asked of it once; shared by all its memory. */
record DeviceContext(
        VkDevice device,
        PhysicalDeviceFacts facts,
        MemoryTypes memoryTypes,
        EnabledExtensions extensions,
        Families families) {

    static DeviceContext of(VkDevice device) {
        var facts = new PhysicalDeviceFacts(device.getPhysicalDevice(), device.getCapabilities().apiVersion);
        var extensions = new EnabledExtensions(device, facts.name());
        return new DeviceContext(device, facts, new MemoryTypes(facts), extensions, new Families(extensions));
    }
}
