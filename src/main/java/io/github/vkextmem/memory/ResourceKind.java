package io.github.vkextmem.memory;

import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.Resource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRBindMemory2;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VKCapabilitiesDevice;
import org.lwjgl.vulkan.VkBindBufferMemoryInfo;
import org.lwjgl.vulkan.VkBindImageMemoryInfo;
import org.lwjgl.vulkan.VkDevice;

/** What can be bound to memory, with the commands that differ. */
enum ResourceKind {
    BUFFER("external buffer") {
        @Override
        MemoryRequirements requirements(VkDevice device, long handle) {
            return MemoryRequirements.ofBuffer(device, handle);
        }

        @Override
        String bindingRules(VkDevice device) {
            return hasInfo(device) ? "VkBindBufferMemoryInfo" : "vkBindBufferMemory";
        }

        private boolean hasInfo(VkDevice device) {
            VKCapabilitiesDevice commands = device.getCapabilities();
            return commands.vkBindBufferMemory2 != 0 || commands.vkBindBufferMemory2KHR != 0;
        }

        @Override
        void bind(VkDevice device, long handle, long memory, long offset) {
            if (!hasInfo(device)) {
                Results.require("vkBindBufferMemory", VK10.vkBindBufferMemory(device, handle, memory, offset));
                return;
            }
            try (MemoryStack stack = MemoryStack.stackPush()) {
                var infos = VkBindBufferMemoryInfo.calloc(1, stack);
                infos.get(0).sType$Default().buffer(handle).memory(memory).memoryOffset(offset);
                Results.require(
                        "vkBindBufferMemory2",
                        device.getCapabilities().vkBindBufferMemory2 != 0
                                ? VK11.vkBindBufferMemory2(device, infos)
                                : KHRBindMemory2.vkBindBufferMemory2KHR(device, infos));
            }
        }

        @Override
        void destroy(VkDevice device, long handle) {
            VK10.vkDestroyBuffer(device, handle, null);
        }
    },
    IMAGE("external image") {
        @Override
        MemoryRequirements requirements(VkDevice device, long handle) {
            return MemoryRequirements.ofImage(device, handle);
        }

        @Override
        String bindingRules(VkDevice device) {
            return hasInfo(device) ? "VkBindImageMemoryInfo" : "vkBindImageMemory";
        }

        private boolean hasInfo(VkDevice device) {
            VKCapabilitiesDevice commands = device.getCapabilities();
            return commands.vkBindImageMemory2 != 0 || commands.vkBindImageMemory2KHR != 0;
        }

        @Override
        void bind(VkDevice device, long handle, long memory, long offset) {
            if (!hasInfo(device)) {
                Results.require("vkBindImageMemory", VK10.vkBindImageMemory(device, handle, memory, offset));
                return;
            }
            try (MemoryStack stack = MemoryStack.stackPush()) {
                var infos = VkBindImageMemoryInfo.calloc(1, stack);
                infos.get(0).sType$Default().image(handle).memory(memory).memoryOffset(offset);
                Results.require(
                        "vkBindImageMemory2",
                        device.getCapabilities().vkBindImageMemory2 != 0
                                ? VK11.vkBindImageMemory2(device, infos)
                                : KHRBindMemory2.vkBindImageMemory2KHR(device, infos));
            }
        }

        @Override
        void destroy(VkDevice device, long handle) {
            VK10.vkDestroyImage(device, handle, null);
        }
    };

    private final String words;

    ResourceKind(String words) {
        this.words = words;
    }

    static ResourceKind of(Resource resource) {
        return resource instanceof BufferResource ? BUFFER : IMAGE;
    }

    abstract MemoryRequirements requirements(VkDevice device, long handle);

    /** {@return the name under which the specification says what may be bound by the command that the device has} */
    abstract String bindingRules(VkDevice device);

    abstract void bind(VkDevice device, long handle, long memory, long offset);

    abstract void destroy(VkDevice device, long handle);

    /** {@return what it is, for messages} */
    @Override
    public String toString() {
        return words;
    }
}
