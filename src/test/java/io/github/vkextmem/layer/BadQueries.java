package io.github.vkextmem.layer;

import static io.github.vkextmem.layer.BadCall.of;
import static io.github.vkextmem.layer.BadCall.ofNew;
import static io.github.vkextmem.layer.Bench.FD;
import static org.lwjgl.system.MemoryUtil.memAddress;

import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageFormatInfo;
import java.util.stream.Stream;
import org.lwjgl.vulkan.EXTExternalMemoryHost;
import org.lwjgl.vulkan.KHRBufferDeviceAddress;
import org.lwjgl.vulkan.KHRExternalMemoryFd;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkDeviceMemoryOpaqueCaptureAddressInfo;
import org.lwjgl.vulkan.VkExternalBufferProperties;
import org.lwjgl.vulkan.VkImageFormatProperties2;
import org.lwjgl.vulkan.VkMemoryFdPropertiesKHR;
import org.lwjgl.vulkan.VkMemoryHostPointerPropertiesEXT;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalBufferInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceImageFormatInfo2;

/** Exports and questions that may not be. */
final class BadQueries {

    private static final int OPAQUE_FD = VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;

    private BadQueries() {}

    static Stream<BadCall> all() {
        return Stream.of(
                ofNew(
                        "VUID-VkMemoryGetFdInfoKHR-handleType-00671",
                        (on, stack) -> on.getFd(on.plain().handle(), OPAQUE_FD),
                        on -> on.plain().exportPosixFileDescriptor(FD)),
                ofNew(
                        "VUID-VkMemoryGetFdInfoKHR-handleType-00672",
                        (on, stack) -> on.getFd(
                                on.exportable().handle(), VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32_BIT),
                        on -> on.exportable().exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_WIN32)),
                ofNew(
                        "VUID-vkGetMemoryFdPropertiesKHR-handleType-00674",
                        (on, stack) -> {
                            try (PosixFileDescriptor handle = on.descriptor()) {
                                KHRExternalMemoryFd.vkGetMemoryFdPropertiesKHR(
                                        on.device(),
                                        OPAQUE_FD,
                                        handle.fd(),
                                        VkMemoryFdPropertiesKHR.calloc(stack).sType$Default());
                            }
                        },
                        on -> {
                            try (PosixFileDescriptor handle = on.descriptor()) {
                                on.external().memoryTypeBits(handle);
                            }
                        }),
                ofNew(
                        "VUID-vkGetMemoryHostPointerPropertiesEXT-pHostPointer-01753",
                        (on, stack) -> EXTExternalMemoryHost.vkGetMemoryHostPointerPropertiesEXT(
                                on.device(),
                                EXTExternalMemoryHost.VK_EXTERNAL_MEMORY_HANDLE_TYPE_HOST_ALLOCATION_BIT_EXT,
                                memAddress(on.host()) + 8,
                                VkMemoryHostPointerPropertiesEXT.calloc(stack).sType$Default()),
                        on -> on.external()
                                .memoryTypeBits(HostPointer.of(
                                        memAddress(on.host()) + 8, ExternalMemoryHandleType.HOST_ALLOCATION_EXT))),
                of(
                        "VUID-VkDeviceMemoryOpaqueCaptureAddressInfo-memory-03336",
                        (on, stack) -> KHRBufferDeviceAddress.vkGetDeviceMemoryOpaqueCaptureAddressKHR(
                                on.device(),
                                VkDeviceMemoryOpaqueCaptureAddressInfo.calloc(stack)
                                        .sType$Default()
                                        .memory(on.plain().handle())),
                        on -> on.plain().opaqueCaptureAddress()),
                of(
                        "VUID-vkMapMemory-memory-00678",
                        (on, stack) -> {
                            var address = stack.callocPointer(1);
                            VK10.vkMapMemory(on.device(), on.plain().handle(), 0, Bench.SIZE, 0, address);
                            VK10.vkMapMemory(on.device(), on.plain().handle(), 0, Bench.SIZE, 0, address);
                            VK10.vkUnmapMemory(on.device(), on.plain().handle());
                        },
                        on -> {
                            try (var first = on.plain().map();
                                    var second = on.plain().map()) {
                                throw new AssertionError(first + " and " + second);
                            }
                        }),
                of(
                                "VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask",
                                (on, stack) -> VK11.vkGetPhysicalDeviceExternalBufferProperties(
                                        on.device().getPhysicalDevice(),
                                        VkPhysicalDeviceExternalBufferInfo.calloc(stack)
                                                .sType$Default()
                                                .handleType(OPAQUE_FD),
                                        VkExternalBufferProperties.calloc(stack).sType$Default()),
                                on -> on.external().bufferProperties(FD, 0))
                        .alsoCalled("VUID-VkPhysicalDeviceExternalBufferInfo-None-09500"),
                of(
                        "VUID-VkPhysicalDeviceImageFormatInfo2-usage-requiredbitmask",
                        (on, stack) -> VK11.vkGetPhysicalDeviceImageFormatProperties2(
                                on.device().getPhysicalDevice(),
                                VkPhysicalDeviceImageFormatInfo2.calloc(stack)
                                        .sType$Default()
                                        .format(VK10.VK_FORMAT_R8G8B8A8_UNORM)
                                        .type(VK10.VK_IMAGE_TYPE_2D),
                                VkImageFormatProperties2.calloc(stack).sType$Default()),
                        on -> on.external()
                                .imageProperties(
                                        FD,
                                        new ImageFormatInfo(
                                                VK10.VK_FORMAT_R8G8B8A8_UNORM, VK10.VK_IMAGE_TYPE_2D, 0, 0, 0))));
    }
}
