package io.github.vkextmem.layer;

import static io.github.vkextmem.layer.BadCall.of;
import static io.github.vkextmem.layer.Bench.FD;
import static io.github.vkextmem.layer.Bench.SIZE;
import static io.github.vkextmem.layer.Bench.info;

import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlags;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryOpaqueCaptureAddressAllocateInfo;
import io.github.vkextmem.struct.MemoryPriorityAllocateInfoEXT;
import java.util.List;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateFlagsInfo;
import org.lwjgl.vulkan.VkMemoryDedicatedAllocateInfo;
import org.lwjgl.vulkan.VkMemoryOpaqueCaptureAddressAllocateInfo;
import org.lwjgl.vulkan.VkMemoryPriorityAllocateInfoEXT;

/** Allocations that may not be, without an import. */
final class BadAllocations {

    private BadAllocations() {}

    static Stream<BadCall> all() {
        return Stream.of(sizesAndTypes(), chains(), flags(), dedicated()).flatMap(List::stream);
    }

    private static List<BadCall> sizesAndTypes() {
        return List.of(
                of(
                        "VUID-vkAllocateMemory-pAllocateInfo-01714",
                        (on, stack) -> on.allocate(info(stack).memoryTypeIndex(99)),
                        on -> on.external().allocate(MemoryAllocateInfo.of(SIZE, 99))),
                of(
                        "VUID-vkAllocateMemory-pAllocateInfo-01713",
                        (on, stack) -> on.allocate(info(stack).allocationSize(on.heapSize() + 1)),
                        on -> on.external().allocate(MemoryAllocateInfo.of(on.heapSize() + 1, 0))),
                of(
                                "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                                (on, stack) -> on.allocate(info(stack).allocationSize(0)),
                                on -> on.external().allocate(MemoryAllocateInfo.of(0, 0)))
                        .alsoCalled("VUID-VkMemoryAllocateInfo-allocationSize-00638"),
                of(
                                "VUID-VkMemoryAllocateInfo-allocationSize-07899",
                                (on, stack) -> on.allocate(
                                        info(stack).allocationSize(0).pNext(export(stack, 1))),
                                on -> on.external()
                                        .allocate(MemoryAllocateInfo.of(0, 0).with(ExportMemoryAllocateInfo.of(FD))))
                        .alsoCalled("VUID-VkMemoryAllocateInfo-allocationSize-00638"));
    }

    private static List<BadCall> chains() {
        return List.of(
                of(
                        "VUID-VkMemoryAllocateInfo-sType-unique",
                        (on, stack) ->
                                on.allocate(info(stack).pNext(export(stack, 1)).pNext(export(stack, 1))),
                        on -> on.external()
                                .allocate(info().with(ExportMemoryAllocateInfo.of(FD))
                                        .with(ExportMemoryAllocateInfo.of(FD)))),
                of(
                        "VUID-VkExportMemoryAllocateInfo-handleTypes-parameter",
                        (on, stack) -> on.allocate(info(stack).pNext(export(stack, 0x4000_0000))),
                        on -> on.external()
                                .allocate(info().with(new ExportMemoryAllocateInfo(
                                        ExternalMemoryHandleTypes.ofBits(0x4000_0000))))),
                of(
                        "VUID-VkMemoryPriorityAllocateInfoEXT-priority-02602",
                        (on, stack) -> on.allocate(info(stack)
                                .pNext(VkMemoryPriorityAllocateInfoEXT.calloc(stack)
                                        .sType$Default()
                                        .priority(2))),
                        on -> MemoryPriorityAllocateInfoEXT.of(2)));
    }

    private static VkExportMemoryAllocateInfo export(MemoryStack stack, int handleTypes) {
        return VkExportMemoryAllocateInfo.calloc(stack).sType$Default().handleTypes(handleTypes);
    }

    private static List<BadCall> flags() {
        int address = VK12.VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT;
        int replay = VK12.VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_CAPTURE_REPLAY_BIT;
        int mask = VK11.VK_MEMORY_ALLOCATE_DEVICE_MASK_BIT;
        return List.of(
                of(
                        "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00676",
                        (on, stack) -> on.allocate(info(stack).pNext(flags(stack, mask, 0))),
                        on -> MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_MASK)),
                of(
                        "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675",
                        (on, stack) -> on.allocate(info(stack).pNext(flags(stack, mask, 2))),
                        on -> on.external()
                                .allocate(
                                        info().with(MemoryAllocateFlagsInfo.of().withDeviceMask(2)))),
                of(
                        "VUID-VkMemoryAllocateFlagsInfo-flags-parameter",
                        (on, stack) -> on.allocate(info(stack).pNext(flags(stack, 0x4000_0000, 1))),
                        on -> on.external()
                                .allocate(info().with(new MemoryAllocateFlagsInfo(
                                        MemoryAllocateFlags.ofBits(0x4000_0000), 1)))),
                of(
                        "VUID-VkMemoryAllocateInfo-flags-03331",
                        (on, stack) -> on.allocate(info(stack).pNext(flags(stack, address, 0))),
                        on -> on.external()
                                .allocate(info().with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS)))),
                of(
                        "VUID-VkMemoryAllocateInfo-flags-03330",
                        (on, stack) -> on.allocate(info(stack).pNext(flags(stack, address | replay, 0))),
                        on -> on.external()
                                .allocate(info().with(MemoryAllocateFlagsInfo.of(
                                        MemoryAllocateFlag.DEVICE_ADDRESS,
                                        MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY)))),
                of(
                        "VUID-VkMemoryAllocateInfo-opaqueCaptureAddress-03329",
                        (on, stack) -> on.allocate(info(stack)
                                .pNext(VkMemoryOpaqueCaptureAddressAllocateInfo.calloc(stack)
                                        .sType$Default()
                                        .opaqueCaptureAddress(4096))),
                        on -> on.external().allocate(info().with(MemoryOpaqueCaptureAddressAllocateInfo.of(4096)))));
    }

    private static VkMemoryAllocateFlagsInfo flags(MemoryStack stack, int flags, int deviceMask) {
        return VkMemoryAllocateFlagsInfo.calloc(stack)
                .sType$Default()
                .flags(flags)
                .deviceMask(deviceMask);
    }

    private static List<BadCall> dedicated() {
        return List.of(
                of(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01432",
                        (on, stack) -> on.allocate(info(stack)
                                .pNext(dedicated(stack)
                                        .image(on.image().handle())
                                        .buffer(on.buffer().handle()))),
                        on -> new MemoryDedicatedAllocateInfo(
                                on.image().handle(), on.buffer().handle())),
                of(
                                "VUID-VkMemoryDedicatedAllocateInfo-buffer-02965",
                                (on, stack) -> on.allocate(info(stack)
                                        .allocationSize(16)
                                        .pNext(dedicated(stack)
                                                .buffer(on.buffer().handle()))),
                                on -> on.external()
                                        .allocate(sixteenBytesFor(MemoryDedicatedAllocateInfo.ofBuffer(
                                                on.buffer().handle()))))
                        .alsoCalled("VUID-VkMemoryDedicatedAllocateInfo-buffer-01435"),
                of(
                                "VUID-VkMemoryDedicatedAllocateInfo-image-02964",
                                (on, stack) -> on.allocate(info(stack)
                                        .allocationSize(16)
                                        .pNext(dedicated(stack).image(on.image().handle()))),
                                on -> on.external()
                                        .allocate(sixteenBytesFor(MemoryDedicatedAllocateInfo.ofImage(
                                                on.image().handle()))))
                        .alsoCalled("VUID-VkMemoryDedicatedAllocateInfo-image-01433"));
    }

    private static MemoryAllocateChain sixteenBytesFor(MemoryDedicatedAllocateInfo dedicated) {
        return MemoryAllocateInfo.of(16, 0).with(dedicated);
    }

    private static VkMemoryDedicatedAllocateInfo dedicated(MemoryStack stack) {
        return VkMemoryDedicatedAllocateInfo.calloc(stack).sType$Default();
    }
}
