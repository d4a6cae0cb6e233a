package io.github.vkextmem.benchmark;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.List;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkDevice;

/** Whole operations on a driver, each by the library and by hand. Results are looked at on both sides. */
final class Operations {

    /** By hand on both sides: what comes out is what this way of measuring cannot tell apart. */
    private static final String CONTROL = "(the next by hand, against itself)";

    private static final long SIZE = 1 << 16;
    private static final int EDGE = 256;
    private static final int PROPERTIES = VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;

    private final ExternalMemory exporter;
    private final ExternalMemory importer;
    private final ByHandMemory exporterByHand;
    private final ByHandMemory importerByHand;
    private final int memoryType;

    /** @param importer another device of the same physical device */
    Operations(VkDevice exporter, VkDevice importer) {
        this.exporter = ExternalMemory.on(exporter);
        this.importer = ExternalMemory.on(importer);
        this.exporterByHand = new ByHandMemory(exporter);
        this.importerByHand = new ByHandMemory(importer);
        this.memoryType = exporterByHand.memoryType(-1, PROPERTIES);
    }

    List<Operation> all() {
        BufferParameters buffer = BufferParameters.of(SIZE, ByHandMemory.BUFFER_USAGE);
        ImageParameters image = ImageParameters.of2D(ByHandMemory.FORMAT, EDGE, EDGE, ByHandMemory.IMAGE_USAGE);
        ImageFormatInfo format = image.info();
        ExportRequest request = ExportRequest.as(OPAQUE_FD).requiring(PROPERTIES);
        return List.of(
                new Operation(CONTROL, () -> exportByHand(), this::exportByHand),
                new Operation("allocate 64 KiB, export, close", this::export, this::exportByHand),
                new Operation(
                        "allocate 64 KiB, export, import into another device, close",
                        this::exportAndImport,
                        this::exportAndImportByHand),
                new Operation(CONTROL, () -> askAboutBufferByHand(), this::askAboutBufferByHand),
                new Operation(
                        "ask what a buffer can do",
                        () -> requireTrue(exporter.bufferProperties(OPAQUE_FD, ByHandMemory.BUFFER_USAGE)
                                .isExportable()),
                        this::askAboutBufferByHand),
                new Operation(
                        "ask what an image can do",
                        () -> requireTrue(
                                exporter.imageProperties(OPAQUE_FD, format).isExportable()),
                        () -> requireTrue(ByHandMemory.isExportable(exporterByHand.imageFeatures()))),
                new Operation(
                        "create an ExternalBuffer of 64 KiB, close",
                        () -> exporter.createBuffer(buffer, request).close(),
                        () -> exporterByHand.bufferAndBack(SIZE, PROPERTIES)),
                new Operation(
                        "create an ExternalImage of 256 x 256, close",
                        () -> exporter.createImage(image, request).close(),
                        () -> exporterByHand.imageAndBack(EDGE, EDGE, PROPERTIES)));
    }

    private DeviceMemory allocate() {
        return exporter.allocate(MemoryAllocateInfo.of(SIZE, memoryType).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
    }

    private void export() {
        try (DeviceMemory memory = allocate();
                PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
            requireTrue(handle.isOpen());
        }
    }

    private void exportByHand() {
        long memory = exporterByHand.allocate(SIZE, memoryType);
        int fd = exporterByHand.export(memory);
        requireTrue(fd >= 0);
        ByHandMemory.closeDescriptor(fd);
        exporterByHand.free(memory);
    }

    private void askAboutBufferByHand() {
        requireTrue(ByHandMemory.isExportable(exporterByHand.bufferFeatures()));
    }

    private void exportAndImport() {
        try (DeviceMemory memory = allocate();
                PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD);
                DeviceMemory imported = importer.importMemory(handle, memory.description(OPAQUE_FD))) {
            requireTrue(imported.size() == SIZE);
        }
    }

    private void exportAndImportByHand() {
        long memory = exporterByHand.allocate(SIZE, memoryType);
        int fd = exporterByHand.export(memory);
        long imported = importerByHand.importMemory(fd, SIZE, memoryType);
        requireTrue(imported != 0);
        importerByHand.free(imported);
        exporterByHand.free(memory);
    }

    private static void requireTrue(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("not what was to be expected");
        }
    }
}
