package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.usage.HandlePropertiesRules;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.VkMemoryFdPropertiesKHR;
import org.lwjgl.vulkan.VkMemoryWin32HandlePropertiesKHR;

/** Asks into which memory types a handle from outside Vulkan may be imported. */
final class HandleProperties {

    private HandleProperties() {}

    static int memoryTypeBits(DeviceContext context, ExternalHandle handle) {
        Findings.requireNone(handle, findings -> HandlePropertiesRules.check(handle.handleType(), findings));
        if (handle instanceof PosixFileDescriptor descriptor) {
            return descriptor.lend(fd -> ofDescriptor(context, descriptor, fd));
        }
        if (handle instanceof NtHandle ntHandle) {
            return ntHandle.lend(value -> ofWindows(context, handle, value));
        }
        if (handle instanceof GlobalShareHandle shared) {
            return ofWindows(context, handle, shared.handle());
        }
        throw new IllegalArgumentException(
                "file descriptors, NT handles and global share handles have memory types," + " not " + handle);
    }

    private static int ofDescriptor(DeviceContext context, PosixFileDescriptor handle, int fd) {
        context.extensions().require("VK_KHR_external_memory_fd", "vkGetMemoryFdPropertiesKHR");
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkMemoryFdPropertiesKHR.calloc(stack).sType$Default();
            Results.require(
                    "vkGetMemoryFdPropertiesKHR",
                    KHRExternalMemoryFd.vkGetMemoryFdPropertiesKHR(
                            context.device(), handle.handleType().bit(), fd, properties));
            return properties.memoryTypeBits();
        }
    }

    private static int ofWindows(DeviceContext context, ExternalHandle handle, long value) {
        context.extensions().require(Families.WIN32_KHR, "vkGetMemoryWin32HandlePropertiesKHR");
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkMemoryWin32HandlePropertiesKHR.calloc(stack).sType$Default();
            Results.require(
                    "vkGetMemoryWin32HandlePropertiesKHR",
                    KHRExternalMemoryWin32.vkGetMemoryWin32HandlePropertiesKHR(
                            context.device(), handle.handleType().bit(), value, properties));
            return properties.memoryTypeBits();
        }
    }
}
