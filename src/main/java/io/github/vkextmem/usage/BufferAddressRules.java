package io.github.vkextmem.usage;

import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlags;
import io.github.vkextmem.struct.ResourceParameters;
import org.lwjgl.vulkan.VK12;

/** The allocation flags that a buffer with a device address demands of its memory. */
public final class BufferAddressRules {

    private BufferAddressRules() {}

    /**
     * Returns the flags that the memory of a buffer or image must be allocated with, as far as the features may be on: without
     * the feature the flag is not legal. VK_EXT_buffer_device_address, which has the same usage, needs no flag.
     *
     * @param resource what is bound to the memory
     * @param device the device of both
     * @return the flags; none for an image
     */
    public static MemoryAllocateFlags demandedBy(ResourceParameters resource, DeviceFacts device) {
        MemoryAllocateFlags flags = MemoryAllocateFlags.of();
        if (resource instanceof BufferParameters buffer && device.hasBufferDeviceAddress()) {
            if ((buffer.usage() & VK12.VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT) != 0
                    && !device.isOff(DeviceFeature.BUFFER_DEVICE_ADDRESS)) {
                flags = flags.with(MemoryAllocateFlag.DEVICE_ADDRESS);
            }
            if ((buffer.flags() & VK12.VK_BUFFER_CREATE_DEVICE_ADDRESS_CAPTURE_REPLAY_BIT) != 0
                    && !device.isOff(DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY)) {
                flags = flags.with(MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY);
            }
        }
        return flags;
    }
}
