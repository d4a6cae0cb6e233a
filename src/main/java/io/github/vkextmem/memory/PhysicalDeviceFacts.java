package io.github.vkextmem.memory;

import static io.github.vkextmem.struct.Parents.PHYSICAL_DEVICE_PROPERTIES_2;

import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExtendsPhysicalDeviceProperties2;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.PhysicalDeviceIDProperties;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.KHRGetPhysicalDeviceProperties2;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;

/** What never changes of a physical device, asked once. */
final class PhysicalDeviceFacts {

    private final String name;
    private final DeviceIdentity identity;
    private final int[] propertyFlags;
    private final long[] heapSizes;
    private final Capabilities capabilities;

    private final Answers<ExternalMemoryHandleType, Boolean> dedicatedOnly = new Answers<>(this::askForDedicatedOnly);

    PhysicalDeviceFacts(VkPhysicalDevice device, int apiVersion) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            this.name = name(device, stack);
            this.identity = identity(device, apiVersion);
            var memory = VkPhysicalDeviceMemoryProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceMemoryProperties(device, memory);
            this.propertyFlags = new int[memory.memoryTypeCount()];
            this.heapSizes = new long[memory.memoryTypeCount()];
            for (int i = 0; i < propertyFlags.length; i++) {
                propertyFlags[i] = memory.memoryTypes(i).propertyFlags();
                heapSizes[i] =
                        memory.memoryHeaps(memory.memoryTypes(i).heapIndex()).size();
            }
        }
        this.capabilities = new Capabilities(device, name, apiVersion);
    }

    private static String name(VkPhysicalDevice device, MemoryStack stack) {
        var properties = VkPhysicalDeviceProperties.calloc(stack);
        VK10.vkGetPhysicalDeviceProperties(device, properties);
        return properties.deviceNameString();
    }

    /** A device of Vulkan 1.0 without the extension has no identity; its UUIDs are then zero. */
    private static DeviceIdentity identity(VkPhysicalDevice device, int apiVersion) {
        return properties(device, apiVersion, PhysicalDeviceIDProperties.TYPE).identity();
    }

    /** Asks a device for more of its properties; zeros where it cannot be asked. */
    static <V extends ExtendsPhysicalDeviceProperties2> V properties(
            VkPhysicalDevice device, int apiVersion, StructureType<V> type) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = PHYSICAL_DEVICE_PROPERTIES_2
                    .outputs(type)
                    .linkBehind(VkPhysicalDeviceProperties2.calloc(stack).sType$Default(), stack);
            if (apiVersion >= VK11.VK_API_VERSION_1_1) {
                VK11.vkGetPhysicalDeviceProperties2(device, properties);
            } else if (device.getCapabilities().vkGetPhysicalDeviceProperties2KHR != 0) {
                KHRGetPhysicalDeviceProperties2.vkGetPhysicalDeviceProperties2KHR(device, properties);
            }
            return PHYSICAL_DEVICE_PROPERTIES_2.get(properties, type).orElseThrow();
        }
    }

    String name() {
        return name;
    }

    DeviceIdentity identity() {
        return identity;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    /** {@return how many memory types there are} */
    int memoryTypeCount() {
        return propertyFlags.length;
    }

    /**
     * {@return the VkMemoryPropertyFlags of a memory type}
     *
     * @throws IndexOutOfBoundsException if the device has no such type; with checks off a program can allocate as if
     */
    int propertyFlags(int memoryTypeIndex) {
        if (Integer.compareUnsigned(memoryTypeIndex, propertyFlags.length) >= 0) {
            throw new IndexOutOfBoundsException("memoryTypeIndex is " + Integer.toUnsignedString(memoryTypeIndex) + "; "
                    + name + " has memory types 0 to " + (propertyFlags.length - 1));
        }
        return propertyFlags[memoryTypeIndex];
    }

    /** {@return the size in bytes of the heap that a memory type belongs to} */
    long heapSize(int memoryTypeIndex) {
        return heapSizes[memoryTypeIndex];
    }

    /** {@return whether nothing that can be exported as the type can do without a dedicated allocation} */
    boolean demandsDedicatedAllocation(ExternalMemoryHandleType handleType) {
        return dedicatedOnly.to(handleType);
    }

    /** What the memory is for is not known here, so one use that can be exported without dedication is enough. */
    private boolean askForDedicatedOnly(ExternalMemoryHandleType handleType) {
        ExternalMemoryProperties buffer = capabilities.buffer(
                handleType, VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT, 0);
        ExternalMemoryProperties image = capabilities
                .image(
                        handleType,
                        new ImageFormatInfo(
                                VK10.VK_FORMAT_R8G8B8A8_UNORM,
                                VK10.VK_IMAGE_TYPE_2D,
                                VK10.VK_IMAGE_TILING_OPTIMAL,
                                VK10.VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT,
                                0))
                .properties();
        boolean freeOfIt = isExportedUndedicated(buffer) || isExportedUndedicated(image);
        return !freeOfIt && (buffer.isDedicatedOnly() || image.isDedicatedOnly());
    }

    private static boolean isExportedUndedicated(ExternalMemoryProperties use) {
        return use.isExportable() && !use.isDedicatedOnly();
    }
}
