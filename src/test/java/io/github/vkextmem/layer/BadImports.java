package io.github.vkextmem.layer;

import static io.github.vkextmem.layer.BadCall.of;
import static io.github.vkextmem.layer.BadCall.ofNew;
import static io.github.vkextmem.layer.Bench.FD;
import static io.github.vkextmem.layer.Bench.SIZE;
import static io.github.vkextmem.layer.Bench.info;
import static org.lwjgl.system.MemoryUtil.memAddress;

import io.github.vkextmem.handle.HostPointer;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.ImportMemoryHostPointerInfoEXT;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryOpaqueCaptureAddressAllocateInfo;
import java.util.List;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTExternalMemoryHost;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkImportMemoryFdInfoKHR;
import org.lwjgl.vulkan.VkImportMemoryHostPointerInfoEXT;
import org.lwjgl.vulkan.VkMemoryAllocateFlagsInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfo;
import org.lwjgl.vulkan.VkMemoryOpaqueCaptureAddressAllocateInfo;

/** Imports that may not be. */
final class BadImports {

    private static final int HOST = EXTExternalMemoryHost.VK_EXTERNAL_MEMORY_HANDLE_TYPE_HOST_ALLOCATION_BIT_EXT;

    private static final long SMALL = 4096;

    private BadImports() {}

    static Stream<BadCall> all() {
        return Stream.of(descriptors(), hostPointers(), together()).flatMap(List::stream);
    }

    private static List<BadCall> descriptors() {
        return List.of(
                ofNew(
                        "VUID-VkImportMemoryFdInfoKHR-handleType-00669",
                        (on, stack) -> on.allocate(info(stack)
                                .pNext(fd(stack, 0).handleType(VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32_BIT))),
                        on -> ImportMemoryFdInfoKHR.of(ExternalMemoryHandleType.OPAQUE_WIN32, 0)),
                of(
                        "VUID-VkImportMemoryFdInfoKHR-handleType-parameter",
                        (on, stack) ->
                                on.allocate(info(stack).pNext(fd(stack, 0).handleType(0x4000_0000))),
                        on -> {
                            try (MemoryStack stack = MemoryStack.stackPush()) {
                                ImportMemoryFdInfoKHR.read(fd(stack, 0).handleType(0x4000_0000));
                            }
                        }),
                ofNew(
                        "VUID-VkImportMemoryFdInfoKHR-handleType-00670",
                        (on, stack) -> on.allocate(info(stack).pNext(fd(stack, -1))),
                        on -> ImportMemoryFdInfoKHR.of(FD, -1)),
                ofNew(
                        "VUID-VkMemoryAllocateInfo-allocationSize-01742",
                        (on, stack) -> {
                            try (PosixFileDescriptor handle = on.descriptor()) {
                                on.allocate(info(stack).allocationSize(2 * SIZE).pNext(fd(stack, handle.fd())));
                            }
                        },
                        on -> importDescriptor(
                                on, MemoryAllocateInfo.of(2 * SIZE, 0).chain())),
                of(
                                "VUID-VkMemoryDedicatedAllocateInfo-buffer-02965",
                                (on, stack) -> {
                                    try (DeviceMemory small = small(on);
                                            PosixFileDescriptor handle = small.exportPosixFileDescriptor(FD)) {
                                        on.allocate(info(stack)
                                                .allocationSize(SMALL)
                                                .pNext(fd(stack, handle.fd()))
                                                .pNext(VkMemoryDedicatedAllocateInfo.calloc(stack)
                                                        .sType$Default()
                                                        .buffer(on.buffer().handle())));
                                    }
                                },
                                on -> {
                                    try (DeviceMemory small = small(on);
                                            PosixFileDescriptor handle = small.exportPosixFileDescriptor(FD)) {
                                        on.external()
                                                .importMemory(
                                                        handle,
                                                        small.description(FD),
                                                        MemoryDedicatedAllocateInfo.ofBuffer(
                                                                on.buffer().handle()));
                                    }
                                })
                        .alsoCalled("VUID-VkMemoryDedicatedAllocateInfo-buffer-01435"),
                ofNew(
                        "VUID-VkMemoryDedicatedAllocateInfo-buffer-01879",
                        (on, stack) -> {
                            try (PosixFileDescriptor handle = on.descriptor()) {
                                on.allocate(info(stack)
                                        .pNext(fd(stack, handle.fd()))
                                        .pNext(VkMemoryDedicatedAllocateInfo.calloc(stack)
                                                .sType$Default()
                                                .buffer(on.buffer().handle())));
                            }
                        },
                        on -> importDescriptor(
                                on,
                                info().with(MemoryDedicatedAllocateInfo.ofBuffer(
                                        on.buffer().handle())))),
                ofNew(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01878",
                        (on, stack) -> {
                            try (PosixFileDescriptor handle = on.descriptor()) {
                                on.allocate(info(stack)
                                        .pNext(fd(stack, handle.fd()))
                                        .pNext(VkMemoryDedicatedAllocateInfo.calloc(stack)
                                                .sType$Default()
                                                .image(on.image().handle())));
                            }
                        },
                        on -> importDescriptor(
                                on,
                                info().with(MemoryDedicatedAllocateInfo.ofImage(
                                        on.image().handle())))),
                of(
                        "VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03333",
                        (on, stack) -> {
                            try (PosixFileDescriptor handle = on.descriptor()) {
                                on.allocate(info(stack)
                                        .pNext(fd(stack, handle.fd()))
                                        .pNext(flags(stack))
                                        .pNext(capture(stack)));
                            }
                        },
                        on -> importDescriptor(on, replaying())));
    }

    /** Smaller than the buffer. */
    private static DeviceMemory small(Bench on) {
        return on.external().allocate(MemoryAllocateInfo.of(SMALL, 0).with(ExportMemoryAllocateInfo.of(FD)));
    }

    private static VkImportMemoryFdInfoKHR fd(MemoryStack stack, int fd) {
        return VkImportMemoryFdInfoKHR.calloc(stack)
                .sType$Default()
                .handleType(VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT)
                .fd(fd);
    }

    private static VkMemoryAllocateFlagsInfo flags(MemoryStack stack) {
        return VkMemoryAllocateFlagsInfo.calloc(stack)
                .sType$Default()
                .flags(VK12.VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT
                        | VK12.VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_CAPTURE_REPLAY_BIT);
    }

    private static VkMemoryOpaqueCaptureAddressAllocateInfo capture(MemoryStack stack) {
        return VkMemoryOpaqueCaptureAddressAllocateInfo.calloc(stack)
                .sType$Default()
                .opaqueCaptureAddress(4096);
    }

    private static MemoryAllocateChain replaying() {
        return info().with(MemoryAllocateFlagsInfo.of(
                        MemoryAllocateFlag.DEVICE_ADDRESS, MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY))
                .with(MemoryOpaqueCaptureAddressAllocateInfo.of(4096));
    }

    private static void importDescriptor(Bench on, MemoryAllocateChain chain) {
        try (PosixFileDescriptor handle = on.descriptor()) {
            on.external()
                    .importMemory(handle, on.exportable().description(FD), chain)
                    .close();
        }
    }

    private static List<BadCall> hostPointers() {
        return List.of(
                ofNew(
                        "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01748",
                        (on, stack) -> on.allocate(info(stack)
                                .pNext(host(on, stack).handleType(VK11.VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT))),
                        on -> ImportMemoryHostPointerInfoEXT.of(FD, memAddress(on.host()))),
                ofNew(
                        "VUID-VkImportMemoryHostPointerInfoEXT-pHostPointer-01749",
                        (on, stack) ->
                                on.allocate(info(stack).pNext(host(on, stack).pHostPointer(memAddress(on.host()) + 8))),
                        on -> on.external()
                                .importMemory(
                                        HostPointer.of(
                                                memAddress(on.host()) + 8,
                                                ExternalMemoryHandleType.HOST_ALLOCATION_EXT),
                                        info().chain())),
                ofNew(
                        "VUID-VkMemoryAllocateInfo-allocationSize-01745",
                        (on, stack) ->
                                on.allocate(info(stack).allocationSize(100).pNext(host(on, stack))),
                        on -> on.external()
                                .importMemory(
                                        HostPointer.of(on.host()),
                                        MemoryAllocateInfo.of(100, 0).chain())),
                ofNew(
                        "VUID-VkMemoryAllocateInfo-pNext-02806",
                        (on, stack) -> on.allocate(info(stack)
                                .pNext(host(on, stack))
                                .pNext(VkMemoryDedicatedAllocateInfo.calloc(stack)
                                        .sType$Default()
                                        .buffer(on.buffer().handle()))),
                        on -> on.external()
                                .importMemory(
                                        HostPointer.of(on.host()),
                                        info().with(MemoryDedicatedAllocateInfo.ofBuffer(
                                                on.buffer().handle())))),
                of(
                        "VUID-VkMemoryAllocateInfo-pNext-03332",
                        (on, stack) -> on.allocate(info(stack)
                                .pNext(host(on, stack))
                                .pNext(flags(stack))
                                .pNext(capture(stack))),
                        on -> on.external().importMemory(HostPointer.of(on.host()), replaying())));
    }

    private static VkImportMemoryHostPointerInfoEXT host(Bench on, MemoryStack stack) {
        return VkImportMemoryHostPointerInfoEXT.calloc(stack)
                .sType$Default()
                .handleType(HOST)
                .pHostPointer(memAddress(on.host()));
    }

    private static List<BadCall> together() {
        return List.of(of(
                "VUID-VkMemoryAllocateInfo-None-06657",
                (on, stack) -> {
                    try (PosixFileDescriptor handle = on.descriptor()) {
                        on.allocate(info(stack).pNext(host(on, stack)).pNext(fd(stack, handle.fd())));
                    }
                },
                on -> {
                    try (PosixFileDescriptor handle = on.descriptor();
                            MemoryStack stack = MemoryStack.stackPush()) {
                        // The front door takes one handle a call, so the chain goes by itself.
                        on.allocate(info().with(ImportMemoryFdInfoKHR.of(FD, handle.fd()))
                                .with(ImportMemoryHostPointerInfoEXT.of(
                                        ExternalMemoryHandleType.HOST_ALLOCATION_EXT, memAddress(on.host())))
                                .marshal(stack));
                    }
                }));
    }
}
