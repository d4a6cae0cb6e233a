package io.github.vkextmem.benchmark;

import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.windows.SECURITY_ATTRIBUTES;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkExportMemoryWin32HandleInfoKHR;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfo;
import org.lwjgl.vulkan.VkSubmitInfo;
import org.lwjgl.vulkan.VkWin32KeyedMutexAcquireReleaseInfoKHR;

/** What is measured, as one writes it with LWJGL's structs. */
final class ByHand {

    private ByHand() {}

    static VkMemoryAllocateInfo allocateInfo(MemoryStack stack, Values values) {
        SECURITY_ATTRIBUTES attributes = SECURITY_ATTRIBUTES
                .calloc(stack)
                .nLength(SECURITY_ATTRIBUTES.SIZEOF)
                .bInheritHandle(true);
        var dedicated =
                VkMemoryDedicatedAllocateInfo.calloc(stack).sType$Default().buffer(values.buffer);
        var win32 = VkExportMemoryWin32HandleInfoKHR.calloc(stack)
                .sType$Default()
                .pNext(dedicated.address())
                .pAttributes(attributes)
                .dwAccess(values.access);
        if (!values.name.isEmpty()) {
            win32.name(stack.UTF16(values.name));
        }
        var export = VkExportMemoryAllocateInfo.calloc(stack)
                .sType$Default()
                .pNext(win32.address())
                .handleTypes(2);
        return VkMemoryAllocateInfo.calloc(stack)
                .sType$Default()
                .pNext(export)
                .allocationSize(values.size)
                .memoryTypeIndex(1);
    }

    static VkSubmitInfo submitInfo(MemoryStack stack, long memory) {
        var mutex = VkWin32KeyedMutexAcquireReleaseInfoKHR.calloc(stack)
                .sType$Default()
                .acquireCount(1)
                .pAcquireSyncs(stack.longs(memory))
                .pAcquireKeys(stack.longs(1))
                .pAcquireTimeouts(stack.ints(1000))
                .releaseCount(1)
                .pReleaseSyncs(stack.longs(memory))
                .pReleaseKeys(stack.longs(2));
        return VkSubmitInfo.calloc(stack).sType$Default().pNext(mutex);
    }
}
