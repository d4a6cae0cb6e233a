package io.github.vkextmem.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.TestDevice;
import java.nio.ByteBuffer;
import java.util.Random;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.KHRExternalMemoryWin32;
import org.lwjgl.vulkan.NVExternalMemoryWin32;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfoNV;
import org.lwjgl.vulkan.VkExportMemoryWin32HandleInfoKHR;
import org.lwjgl.vulkan.VkImportMemoryWin32HandleInfoKHR;
import org.lwjgl.vulkan.VkImportMemoryWin32HandleInfoNV;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryGetWin32HandleInfoKHR;

/** Memory of a device, made with LWJGL alone. */
record RawMemory(VkDevice device, long handle) implements AutoCloseable {

    static final int SIZE = 1 << 16;

    /** Writes a chain. */
    interface Chain {
        VkMemoryAllocateInfo behind(VkMemoryAllocateInfo info, MemoryStack stack);
    }

    static Chain export(int handleTypes) {
        return (info, stack) -> info.pNext(
                VkExportMemoryAllocateInfo.calloc(stack).sType$Default().handleTypes(handleTypes));
    }

    /** Readable and writable. */
    static Chain exportNamed(String name) {
        return exportNamed(name, 0x8000_0001);
    }

    static Chain exportNamed(String name, int access) {
        return (info, stack) ->
                export(ExportRequest.OPAQUE_WIN32).behind(info, stack).pNext(namedInfo(name, access, stack));
    }

    private static VkExportMemoryWin32HandleInfoKHR namedInfo(String name, int access, MemoryStack stack) {
        var info =
                VkExportMemoryWin32HandleInfoKHR.calloc(stack).sType$Default().dwAccess(access);
        if (name != null) {
            info.name(stack.UTF16(name));
        }
        return info;
    }

    static Chain exportNv(int handleTypes) {
        return (info, stack) -> info.pNext(
                VkExportMemoryAllocateInfoNV.calloc(stack).sType$Default().handleTypes(handleTypes));
    }

    static Chain importing(int handleType, long handle) {
        return (info, stack) -> info.pNext(VkImportMemoryWin32HandleInfoKHR.calloc(stack)
                .sType$Default()
                .handleType(handleType)
                .handle(handle));
    }

    static Chain importing(int handleType, String name) {
        return (info, stack) -> info.pNext(VkImportMemoryWin32HandleInfoKHR.calloc(stack)
                .sType$Default()
                .handleType(handleType)
                .name(stack.UTF16(name)));
    }

    static Chain importingNv(int handleType, long handle) {
        return (info, stack) -> info.pNext(VkImportMemoryWin32HandleInfoNV.calloc(stack)
                .sType$Default()
                .handleType(handleType)
                .handle(handle));
    }

    /** @throws VulkanException if the driver refuses */
    static RawMemory allocate(TestDevice device, Chain chain) {
        return allocate(device, SIZE, chain);
    }

    static RawMemory allocate(TestDevice device, long size, Chain chain) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkMemoryAllocateInfo.calloc(stack)
                    .sType$Default()
                    .allocationSize(size)
                    .memoryTypeIndex(device.hostVisibleType(-1));
            var memory = stack.callocLong(1);
            require(
                    "vkAllocateMemory",
                    VK10.vkAllocateMemory(device.device(), chain.behind(info, stack), null, memory));
            return new RawMemory(device.device(), memory.get(0));
        }
    }

    private static void require(String command, int result) {
        if (result != VK10.VK_SUCCESS) {
            throw new VulkanException(command, result);
        }
    }

    long handleKhr(int handleType) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer result = stack.callocPointer(1);
            var info = VkMemoryGetWin32HandleInfoKHR.calloc(stack)
                    .sType$Default()
                    .memory(handle)
                    .handleType(handleType);
            require(
                    "vkGetMemoryWin32HandleKHR",
                    KHRExternalMemoryWin32.vkGetMemoryWin32HandleKHR(device, info, result));
            return result.get(0);
        }
    }

    long handleNv(int handleType) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer result = stack.callocPointer(1);
            require(
                    "vkGetMemoryWin32HandleNV",
                    NVExternalMemoryWin32.vkGetMemoryWin32HandleNV(device, handle, handleType, result));
            return result.get(0);
        }
    }

    private ByteBuffer map(MemoryStack stack) {
        PointerBuffer address = stack.callocPointer(1);
        require("vkMapMemory", VK10.vkMapMemory(device, handle, 0, VK10.VK_WHOLE_SIZE, 0, address));
        return address.getByteBuffer(0, SIZE);
    }

    /** {@return where the memory is mapped, which with a stand-in is where its section is} */
    long address() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long address = MemoryUtil.memAddress(map(stack));
            VK10.vkUnmapMemory(device, handle);
            return address;
        }
    }

    void write(long seed) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            map(stack).put(bytes(seed));
            VK10.vkUnmapMemory(device, handle);
        }
    }

    void assertHas(long seed) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            byte[] seen = new byte[SIZE];
            map(stack).get(seen);
            VK10.vkUnmapMemory(device, handle);
            assertThat(seen).isEqualTo(bytes(seed));
        }
    }

    private static byte[] bytes(long seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        VK10.vkFreeMemory(device, handle, null);
    }
}
