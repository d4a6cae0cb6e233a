package io.github.vkextmem.struct;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * Which physical device and which driver memory belongs to, the same in every process and every API on the machine.
 *
 * @param deviceUUID the device; equal to CUDA's device UUID
 * @param driverUUID the build of the driver
 * @param deviceLUID the adapter's LUID on Windows; empty: the device has none
 * @param deviceNodeMask the bit of the device within a linked adapter; meaningless without a LUID
 * @see <a href="https://docs.vulkan.org/refpages/latest/refpages/source/VkPhysicalDeviceIDProperties.html">
 *     VkPhysicalDeviceIDProperties</a>
 */
public record DeviceIdentity(UUID deviceUUID, UUID driverUUID, OptionalLong deviceLUID, int deviceNodeMask) {}
