package io.github.vkextmem.layer;

import static io.github.vkextmem.layer.BadCall.of;
import static io.github.vkextmem.layer.Bench.FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_ALLOCATION_EXT;

import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBindBufferMemoryInfo;
import org.lwjgl.vulkan.VkBindImageMemoryInfo;

/** Buffers and images that may not be bound to a memory. */
final class BadBindings {

    private BadBindings() {}

    static Stream<BadCall> all() {
        return Stream.of(
                buffer("VUID-VkBindBufferMemoryInfo-memory-02726", Bench::allocateExportable),
                buffer("VUID-VkBindBufferMemoryInfo-memory-02985", BadBindings::imported)
                        .alsoCalled("VUID-VkBindBufferMemoryInfo-memory-02727"),
                buffer("VUID-VkBindBufferMemoryInfo-memory-01508", BadBindings::forAnotherBuffer, FD),
                // What is imported only, on this driver.
                buffer(
                                "VUID-VkExportMemoryAllocateInfo-handleTypes-09860",
                                BadBindings::exportableAsHostMemory,
                                HOST_ALLOCATION_EXT)
                        .alsoCalled("VUID-VkExportMemoryAllocateInfo-handleTypes-00656")
                        .forNewLayers(),
                image("VUID-VkBindImageMemoryInfo-memory-02728", Bench::allocateExportable),
                image("VUID-VkBindImageMemoryInfo-memory-02989", BadBindings::imported)
                        .alsoCalled("VUID-VkBindImageMemoryInfo-memory-02729"),
                image("VUID-VkBindImageMemoryInfo-memory-02628", BadBindings::forAnotherImage, FD)
                        .alsoCalled("VUID-VkBindImageMemoryInfo-memory-01509"));
    }

    private static BadCall buffer(
            String vuid, Function<Bench, DeviceMemory> memories, ExternalMemoryHandleType... handleTypes) {
        return of(
                vuid,
                (on, stack) -> {
                    try (UnboundResource buffer = UnboundResource.buffer(on.device(), handleTypes);
                            DeviceMemory memory = memories.apply(on)) {
                        bindBuffer(on, buffer.handle(), memory.handle(), stack);
                    }
                },
                on -> {
                    try (UnboundResource buffer = UnboundResource.buffer(on.device(), handleTypes);
                            DeviceMemory memory = memories.apply(on)) {
                        memory.bind(buffer.resource(), 0);
                    }
                });
    }

    private static BadCall image(
            String vuid, Function<Bench, DeviceMemory> memories, ExternalMemoryHandleType... handleTypes) {
        return of(
                vuid,
                (on, stack) -> {
                    try (UnboundResource image = UnboundResource.image(on.device(), handleTypes);
                            DeviceMemory memory = memories.apply(on)) {
                        bindImage(on, image.handle(), memory.handle(), stack);
                    }
                },
                on -> {
                    try (UnboundResource image = UnboundResource.image(on.device(), handleTypes);
                            DeviceMemory memory = memories.apply(on)) {
                        memory.bind(image.resource(), 0);
                    }
                });
    }

    private static DeviceMemory exportableAsHostMemory(Bench on) {
        return on.external().allocate(Bench.info().with(ExportMemoryAllocateInfo.of(HOST_ALLOCATION_EXT)));
    }

    private static DeviceMemory imported(Bench on) {
        try (PosixFileDescriptor handle = on.descriptor()) {
            return on.external().importMemory(handle, on.exportable().description(FD));
        }
    }

    private static DeviceMemory forAnotherBuffer(Bench on) {
        long buffer = on.buffer().handle();
        return allocateFor(
                on, on.external().bufferRequirements(buffer).size(), MemoryDedicatedAllocateInfo.ofBuffer(buffer));
    }

    private static DeviceMemory forAnotherImage(Bench on) {
        long image = on.image().handle();
        return allocateFor(
                on, on.external().imageRequirements(image).size(), MemoryDedicatedAllocateInfo.ofImage(image));
    }

    private static DeviceMemory allocateFor(Bench on, long size, MemoryDedicatedAllocateInfo dedicated) {
        return on.external().allocate(MemoryAllocateInfo.of(size, 0).with(dedicated));
    }

    private static void bindBuffer(Bench on, long buffer, long memory, MemoryStack stack) {
        var infos = VkBindBufferMemoryInfo.calloc(1, stack);
        infos.get(0).sType$Default().buffer(buffer).memory(memory);
        VK11.vkBindBufferMemory2(on.device(), infos);
    }

    private static void bindImage(Bench on, long image, long memory, MemoryStack stack) {
        var infos = VkBindImageMemoryInfo.calloc(1, stack);
        infos.get(0).sType$Default().image(image).memory(memory);
        VK11.vkBindImageMemory2(on.device(), infos);
    }
}
