package io.github.vkextmem.memory;

import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkDevice;

/** What can be bound to memory, with the commands that differ. */
enum ResourceKind {
    BUFFER("external buffer") {
        @Override
        MemoryRequirements requirements(VkDevice device, long handle) {
            return MemoryRequirements.ofBuffer(device, handle);
        }

        @Override
        void bind(VkDevice device, long handle, long memory) {
            Results.require("vkBindBufferMemory", VK10.vkBindBufferMemory(device, handle, memory, 0));
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
        void bind(VkDevice device, long handle, long memory) {
            Results.require("vkBindImageMemory", VK10.vkBindImageMemory(device, handle, memory, 0));
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

    abstract MemoryRequirements requirements(VkDevice device, long handle);

    abstract void bind(VkDevice device, long handle, long memory);

    abstract void destroy(VkDevice device, long handle);

    /** {@return what it is, for messages} */
    @Override
    public String toString() {
        return words;
    }
}
