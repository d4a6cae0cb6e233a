package io.github.vkextmem.memory;

import io.github.vkextmem.chain.Findings;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.usage.OpaqueCaptureAddressRules;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRBufferDeviceAddress;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VKCapabilitiesDevice;
import org.lwjgl.vulkan.VkDeviceMemoryOpaqueCaptureAddressInfo;

/** Asks for the address that memory can get again, through Vulkan 1.2 or the extension that preceded it. */
final class OpaqueCaptureAddress {

    private OpaqueCaptureAddress() {}

    static long of(DeviceContext context, long memory, MemoryAllocateChain chain) {
        Findings.requireNone(chain, findings -> OpaqueCaptureAddressRules.check(chain, context.rules(), findings));
        VKCapabilitiesDevice commands = context.device().getCapabilities();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkDeviceMemoryOpaqueCaptureAddressInfo.calloc(stack)
                    .sType$Default()
                    .memory(memory);
            if (commands.vkGetDeviceMemoryOpaqueCaptureAddress != 0) {
                return VK12.vkGetDeviceMemoryOpaqueCaptureAddress(context.device(), info);
            }
            context.extensions().require("VK_KHR_buffer_device_address", "vkGetDeviceMemoryOpaqueCaptureAddress");
            return KHRBufferDeviceAddress.vkGetDeviceMemoryOpaqueCaptureAddressKHR(context.device(), info);
        }
    }
}
