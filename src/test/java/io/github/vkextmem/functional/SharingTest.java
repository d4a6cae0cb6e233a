package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.OpenDescriptors;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.vulkan.VK10;

/** Memory of the driver under test, exported as a file descriptor and imported into a second device. */
@EnabledOnOs(OS.LINUX)
class SharingTest {

    private static final int SIZE = 1 << 20;

    private TestInstance instance;
    private TestDevice exporter;
    private TestDevice importer;

    @BeforeEach
    void makeTwoDevices() {
        instance = TestInstance.create();
        exporter = instance.device();
        importer = instance.device();
        assumeTrue(
                exporter.external().hasExtension("VK_KHR_external_memory_fd"),
                "the driver under test lacks VK_KHR_external_memory_fd");
    }

    @AfterEach
    void theLayerHadNothingToSay() {
        importer.close();
        exporter.close();
        instance.close();
        assertThat(instance.messages()).isEmpty();
    }

    private DeviceMemory allocate(TestDevice device) {
        return device.external()
                .allocate(MemoryAllocateInfo.of(SIZE, device.hostVisibleType(-1))
                        .with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
    }

    private static DeviceMemory importInto(TestDevice device, DeviceMemory memory) {
        try (PosixFileDescriptor handle = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
            return device.external().importMemory(handle, memory.description(OPAQUE_FD));
        }
    }

    @Test
    void whatOneDeviceWritesTheOtherReads() {
        try (DeviceMemory exported = allocate(exporter);
                DeviceMemory imported = importInto(importer, exported)) {
            Pattern.write(exported, 1);
            Pattern.assertIn(imported, 1);
            Pattern.write(imported, 2);
            Pattern.assertIn(exported, 2);
        }
    }

    @Test
    void theImporterOutlivesTheExporter() {
        DeviceMemory imported;
        try (DeviceMemory exported = allocate(exporter)) {
            Pattern.write(exported, 3);
            imported = importInto(importer, exported);
        }
        try (imported) {
            Pattern.assertIn(imported, 3);
        }
    }

    @Test
    void theHandleOutlivesTheExporter() {
        PosixFileDescriptor handle;
        MemoryDescription description;
        try (DeviceMemory exported = allocate(exporter)) {
            Pattern.write(exported, 4);
            handle = exported.exportPosixFileDescriptor(OPAQUE_FD);
            description = exported.description(OPAQUE_FD);
        }
        try (handle;
                DeviceMemory imported = importer.external().importMemory(handle, description)) {
            Pattern.assertIn(imported, 4);
        }
    }

    @Test
    void aSuccessfulImportTakesTheHandleOver() {
        try (DeviceMemory exported = allocate(exporter);
                PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD);
                DeviceMemory imported = importer.external().importMemory(handle, exported.description(OPAQUE_FD))) {
            assertThat(imported.size()).isEqualTo(SIZE);
            assertThat(imported.chain())
                    .as("nothing of the number that the driver took")
                    .isEqualTo(exported.description(OPAQUE_FD).allocateInfo().chain());
            assertThat(handle.isOpen()).isFalse();
            assertThatThrownBy(handle::fd)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("taken over by an import");
            assertThatThrownBy(() -> importer.external().importMemory(handle, exported.description(OPAQUE_FD)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @NeedsChecks
    void aRefusedImportLeavesTheHandleWithTheCaller() {
        try (DeviceMemory exported = allocate(exporter);
                PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
            MemoryDescription described = exported.description(OPAQUE_FD);
            TestDevice.Resource buffer = importer.createBuffer(SIZE, OPAQUE_FD);
            assertThatThrownBy(() -> importer.external()
                            .importMemory(handle, described, MemoryDedicatedAllocateInfo.ofBuffer(buffer.handle())))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkMemoryDedicatedAllocateInfo-buffer-01879");
            VK10.vkDestroyBuffer(importer.device(), buffer.handle(), null);
            assertThat(handle.isOpen()).isTrue();
            try (DeviceMemory imported = importer.external().importMemory(handle, described)) {
                assertThat(imported.handle()).isNotZero();
            }
        }
    }

    @Test
    @NeedsChecks
    void halfTheSizeIsRefusedThoughDriversTakeIt() {
        try (DeviceMemory exported = allocate(exporter);
                PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
            var half =
                    MemoryAllocateInfo.of(SIZE / 2, exported.memoryTypeIndex()).chain();
            assertThatThrownBy(() -> importer.external().importMemory(handle, exported.description(OPAQUE_FD), half))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkMemoryAllocateInfo-allocationSize-01742");
            assertThat(handle.isOpen()).isTrue();
        }
    }

    @Test
    void eachExportIsANewDescriptorThatNoChildProcessInherits() throws Exception {
        try (DeviceMemory exported = allocate(exporter);
                PosixFileDescriptor first = exported.exportPosixFileDescriptor(OPAQUE_FD);
                PosixFileDescriptor second = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
            assertThat(first.fd()).isNotEqualTo(second.fd());
            String flags = Files.readString(Path.of("/proc/self/fdinfo/" + first.fd()))
                    .lines()
                    .filter(line -> line.startsWith("flags:"))
                    .findFirst()
                    .orElseThrow();
            int closeOnExec = 02000000;
            assertThat(Integer.parseInt(flags.substring(6).strip(), 8) & closeOnExec)
                    .isEqualTo(closeOnExec);
        }
    }

    @Test
    void aDedicatedBufferIsShared() {
        TestDevice.Resource one = exporter.createBuffer(SIZE, OPAQUE_FD);
        TestDevice.Resource other = importer.createBuffer(SIZE, OPAQUE_FD);
        try (DeviceMemory exported = exporter.external()
                        .allocate(MemoryAllocateInfo.of(one.size(), exporter.hostVisibleType(one.memoryTypeBits()))
                                .with(ExportMemoryAllocateInfo.of(OPAQUE_FD))
                                .with(MemoryDedicatedAllocateInfo.ofBuffer(one.handle())));
                PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD);
                DeviceMemory imported = importer.external()
                        .importMemory(
                                handle,
                                exported.description(OPAQUE_FD),
                                MemoryDedicatedAllocateInfo.ofBuffer(other.handle()))) {
            assertThat(exported.isDedicated()).isTrue();
            assertThat(VK10.vkBindBufferMemory(exporter.device(), one.handle(), exported.handle(), 0))
                    .isZero();
            assertThat(VK10.vkBindBufferMemory(importer.device(), other.handle(), imported.handle(), 0))
                    .isZero();
            Pattern.write(exported, 5);
            Pattern.assertIn(imported, 5);
        } finally {
            VK10.vkDestroyBuffer(exporter.device(), one.handle(), null);
            VK10.vkDestroyBuffer(importer.device(), other.handle(), null);
        }
    }

    @Test
    void aDedicatedImageIsShared() {
        TestDevice.Resource one = exporter.createImage(64, 64, OPAQUE_FD);
        TestDevice.Resource other = importer.createImage(64, 64, OPAQUE_FD);
        try (DeviceMemory exported = exporter.external()
                        .allocate(MemoryAllocateInfo.of(one.size(), exporter.hostVisibleType(one.memoryTypeBits()))
                                .with(ExportMemoryAllocateInfo.of(OPAQUE_FD))
                                .with(MemoryDedicatedAllocateInfo.ofImage(one.handle())));
                PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD);
                DeviceMemory imported = importer.external()
                        .importMemory(
                                handle,
                                exported.description(OPAQUE_FD),
                                MemoryDedicatedAllocateInfo.ofImage(other.handle()))) {
            assertThat(VK10.vkBindImageMemory(exporter.device(), one.handle(), exported.handle(), 0))
                    .isZero();
            assertThat(VK10.vkBindImageMemory(importer.device(), other.handle(), imported.handle(), 0))
                    .isZero();
            Pattern.write(exported, 6);
            Pattern.assertIn(imported, 6);
        } finally {
            VK10.vkDestroyImage(exporter.device(), one.handle(), null);
            VK10.vkDestroyImage(importer.device(), other.handle(), null);
        }
    }

    @Test
    void leavesNoDescriptorBehind() {
        try (DeviceMemory exported = allocate(exporter);
                DeviceMemory warmUp = importInto(importer, exported)) {
            assertThat(warmUp.size()).isEqualTo(SIZE);
        }
        long before = OpenDescriptors.count();
        for (int i = 0; i < 200; i++) {
            try (DeviceMemory exported = allocate(exporter);
                    PosixFileDescriptor unused = exported.exportPosixFileDescriptor(OPAQUE_FD);
                    PosixFileDescriptor copy = unused.duplicate();
                    DeviceMemory imported = importInto(importer, exported)) {
                assertThat(copy.fd()).isNotEqualTo(unused.fd());
                assertThat(imported.handle()).isNotZero();
            }
        }
        assertThat(OpenDescriptors.count()).isEqualTo(before);
    }

    @Test
    void aMappingThatIsClosedShowsNothingMore() {
        try (DeviceMemory memory = allocate(exporter)) {
            MappedMemory mapped = memory.map();
            assertThat(mapped.address()).isNotZero();
            mapped.close();
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    mapped::address, mapped::bytes, () -> mapped.bytes(0, 1), mapped::flush, mapped::invalidate)) {
                assertThatThrownBy(use)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the mapping of " + memory + " is closed");
            }
            try (MappedMemory again = memory.map()) {
                assertThat(again.bytes(0, 1).capacity()).isEqualTo(1);
                assertThatThrownBy(mapped::bytes).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void memoryThatIsClosedSaysSo() {
        DeviceMemory memory = allocate(exporter);
        memory.close();
        memory.close();
        assertThatThrownBy(() -> memory.exportPosixFileDescriptor(OPAQUE_FD))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(memory::map).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(memory::handle).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyThreadsExportFromOneMemory() throws Exception {
        try (DeviceMemory exported = allocate(exporter)) {
            Pattern.write(exported, 7);
            long before = OpenDescriptors.count();
            var threads = Executors.newFixedThreadPool(8);
            try {
                var exports = IntStream.range(0, 400)
                        .<Callable<Integer>>mapToObj(i -> () -> {
                            try (PosixFileDescriptor handle = exported.exportPosixFileDescriptor(OPAQUE_FD)) {
                                return handle.fd();
                            }
                        })
                        .toList();
                for (var fd : threads.invokeAll(exports)) {
                    assertThat(fd.get()).isPositive();
                }
            } finally {
                threads.shutdown();
            }
            assertThat(OpenDescriptors.count()).isEqualTo(before);
        }
    }
}
