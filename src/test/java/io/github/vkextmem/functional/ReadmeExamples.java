package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.AccessRights.DXGI_SHARED_RESOURCE_READ;
import static io.github.vkextmem.struct.AccessRights.DXGI_SHARED_RESOURCE_WRITE;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.PHYSICAL_DEVICE_PROPERTIES_2;
import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.vulkan.VK10.VK_BUFFER_USAGE_STORAGE_BUFFER_BIT;
import static org.lwjgl.vulkan.VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
import static org.lwjgl.vulkan.VK10.VK_SUCCESS;
import static org.lwjgl.vulkan.VK10.vkAllocateMemory;
import static org.lwjgl.vulkan.VK10.vkCreateImage;
import static org.lwjgl.vulkan.VK11.vkGetPhysicalDeviceProperties2;

import io.github.vkextmem.chain.PNextChain;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.handle.ReceivedHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.PhysicalDeviceIDProperties;
import io.github.vkextmem.struct.SecurityAttributes;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImportAndroidHardwareBufferInfoANDROID;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;

/** The code in README.md; a test compares the two. */
final class ReadmeExamples {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ReadmeExamples() {}

    static void send(VkDevice device, HandleChannel channel, long size, int memoryTypeIndex) {
        ExternalMemory external = ExternalMemory.on(device);

        try (DeviceMemory memory = external.allocate(
                        MemoryAllocateInfo.of(size, memoryTypeIndex).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
                PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
            channel.send(handle, memory.description(OPAQUE_FD));
        }
    }

    static byte receive(VkDevice device, Path socket) {
        try (HandleChannel channel = HandleChannel.connect(socket, TIMEOUT);
                ReceivedHandle received = channel.receive();
                DeviceMemory memory =
                        ExternalMemory.on(device).importMemory(received.handle(), received.description());
                MappedMemory mapped = memory.map()) {
            return mapped.bytes().get(0);
        }
    }

    static ExternalBuffer inOneCall(ExternalMemory external, long size) {
        ExternalBuffer buffer = external.createBuffer(
                BufferParameters.of(size, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT),
                ExportRequest.as(OPAQUE_FD).requiring(VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT));
        return buffer;
    }

    static void exportOnWindows(ExternalMemory external, long size, int memoryTypeIndex, long buffer) {
        PNextChain<VkMemoryAllocateInfo> chain = MemoryAllocateInfo.of(size, memoryTypeIndex)
                .with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(ExportMemoryWin32HandleInfoKHR.of(
                        SecurityAttributes.notInherited(), DXGI_SHARED_RESOURCE_READ | DXGI_SHARED_RESOURCE_WRITE))
                .with(MemoryDedicatedAllocateInfo.ofBuffer(buffer));

        try (DeviceMemory memory = external.allocate(chain);
                NtHandle handle = memory.exportNtHandle(OPAQUE_WIN32)) {
            System.out.println(handle);
        }
    }

    static void onlyTheStructures(
            VkDevice device,
            PNextChain<VkMemoryAllocateInfo> chain,
            VkImageCreateInfo imageInfo,
            LongBuffer pImage,
            LongBuffer pMemory) {
        try (MemoryStack stack = stackPush()) {
            IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(OPAQUE_FD)).linkBehind(imageInfo, stack);
            requireSuccess(vkCreateImage(device, imageInfo, null, pImage));

            VkMemoryAllocateInfo info = chain.marshal(stack);
            requireSuccess(vkAllocateMemory(device, info, null, pMemory));
        }
    }

    static DeviceIdentity whichDevice(VkPhysicalDevice physicalDevice) {
        try (MemoryStack stack = stackPush()) {
            var properties = VkPhysicalDeviceProperties2.calloc(stack).sType$Default();
            PHYSICAL_DEVICE_PROPERTIES_2
                    .outputs(PhysicalDeviceIDProperties.TYPE)
                    .linkBehind(properties, stack);
            vkGetPhysicalDeviceProperties2(physicalDevice, properties);
            return PHYSICAL_DEVICE_PROPERTIES_2
                    .get(properties, PhysicalDeviceIDProperties.TYPE)
                    .orElseThrow()
                    .identity();
        }
    }

    private static void requireSuccess(int result) {
        if (result != VK_SUCCESS) {
            throw new IllegalStateException("VkResult " + result);
        }
    }

    static PNextChain<VkMemoryAllocateInfo> withAnLwjglStruct(
            PNextChain<VkMemoryAllocateInfo> chain, VkImportAndroidHardwareBufferInfoANDROID hardwareBuffer) {
        return chain.with(hardwareBuffer, VkMemoryAllocateInfo::pNext);
    }
}
