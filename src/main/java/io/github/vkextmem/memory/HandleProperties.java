package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.handle.MetalHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.struct.MemoryFdPropertiesKHR;
import io.github.vkextmem.struct.MemoryMetalHandlePropertiesEXT;
import io.github.vkextmem.struct.MemoryWin32HandlePropertiesKHR;
import io.github.vkextmem.usage.HandlePropertiesRules;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryMetal;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.VkMemoryFdPropertiesKHR;
import org.lwjgl.vulkan.VkMemoryWin32HandlePropertiesKHR;

/** Asks into which memory types a handle from outside Vulkan may be imported. */
final class HandleProperties {

    private final DeviceContext context;
    private final HostPointers hostPointers;

    HandleProperties(DeviceContext context, HostPointers hostPointers) {
        this.context = context;
        this.hostPointers = hostPointers;
    }

    int memoryTypeBits(ExternalHandle handle) {
        Findings.requireNone(handle, findings -> HandlePropertiesRules.check(handle.handleType(), findings));
        if (handle instanceof PosixFileDescriptor descriptor) {
            return descriptor.lend(fd -> ofDescriptor(descriptor, fd));
        }
        if (handle instanceof NtHandle ntHandle) {
            return ntHandle.lend(value -> ofWindows(handle, value));
        }
        if (handle instanceof GlobalShareHandle shared) {
            return ofWindows(handle, shared.handle());
        }
        if (handle instanceof HostPointer pointer) {
            return hostPointers.memoryTypeBits(pointer);
        }
        if (handle instanceof MetalHandle metal) {
            return ofMetal(metal);
        }
        throw new IllegalArgumentException("a handle has memory types, a name does not: " + handle);
    }

    private int ofDescriptor(PosixFileDescriptor handle, int fd) {
        String command = "vkGetMemoryFdPropertiesKHR";
        context.extensions().require("VK_KHR_external_memory_fd", command);
        context.extensions().require(handle.handleType().extension(), "handle type " + handle.handleType());
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkMemoryFdPropertiesKHR.calloc(stack).sType$Default();
            Results.require(
                    command,
                    KHRExternalMemoryFd.vkGetMemoryFdPropertiesKHR(
                            context.device(), handle.handleType().bit(), fd, properties));
            return MemoryFdPropertiesKHR.read(properties).memoryTypeBits();
        }
    }

    private int ofWindows(ExternalHandle handle, long value) {
        String command = "vkGetMemoryWin32HandlePropertiesKHR";
        context.extensions().require(Families.WIN32_KHR, command);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkMemoryWin32HandlePropertiesKHR.calloc(stack).sType$Default();
            Results.require(
                    command,
                    KHRExternalMemoryWin32.vkGetMemoryWin32HandlePropertiesKHR(
                            context.device(), handle.handleType().bit(), value, properties));
            return MemoryWin32HandlePropertiesKHR.read(properties).memoryTypeBits();
        }
    }

    private int ofMetal(MetalHandle handle) {
        String command = "vkGetMemoryMetalHandlePropertiesEXT";
        context.extensions().require(handle.handleType().extension(), command);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = new MemoryMetalHandlePropertiesEXT(0).marshal(stack);
            Results.require(
                    command,
                    EXTExternalMemoryMetal.vkGetMemoryMetalHandlePropertiesEXT(
                            context.device(), handle.handleType().bit(), handle.handle(), properties));
            return MemoryMetalHandlePropertiesEXT.read(properties).memoryTypeBits();
        }
    }
}
