package io.github.vkextmem.conformance;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.driver.TransferDevice;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryGetFdInfoKHR;

/** Allocates, maps, exports and returns from main as the forgetful child does, by LWJGL alone. */
final class ForgetfulControl {

    private ForgetfulControl() {}

    public static void main(String[] args) {
        TestDevice device = TestInstance.create().device();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var export = VkExportMemoryAllocateInfo.calloc(stack)
                    .sType$Default()
                    .handleTypes(VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT);
            var info = VkMemoryAllocateInfo.calloc(stack)
                    .sType$Default()
                    .pNext(export)
                    .allocationSize(1 << 16)
                    .memoryTypeIndex(device.hostVisibleType(-1));
            var memory = stack.mallocLong(1);
            TransferDevice.require("vkAllocateMemory", VK10.vkAllocateMemory(device.device(), info, null, memory));
            TransferDevice.require(
                    "vkMapMemory",
                    VK10.vkMapMemory(device.device(), memory.get(0), 0, VK10.VK_WHOLE_SIZE, 0, stack.mallocPointer(1)));
            var request = VkMemoryGetFdInfoKHR.calloc(stack)
                    .sType$Default()
                    .memory(memory.get(0))
                    .handleType(VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT);
            TransferDevice.require(
                    "vkGetMemoryFdKHR",
                    KHRExternalMemoryFd.vkGetMemoryFdKHR(device.device(), request, stack.mallocInt(1)));
        }
    }
}
