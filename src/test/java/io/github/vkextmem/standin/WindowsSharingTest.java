package io.github.vkextmem.standin;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.functional.Pattern;
import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.recording.SoiledStack;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory exported as Windows exports it and imported into a second device, through the library. */
@EnabledOnOs(OS.WINDOWS)
class WindowsSharingTest {

    private static final int SIZE = 1 << 20;

    private final TestReporter reporter;
    private WindowsDriver driver;
    private TestDevice exporter;
    private TestDevice importer;

    WindowsSharingTest(TestReporter reporter) {
        this.reporter = reporter;
    }

    private void open(Set<Family> families) {
        driver = WindowsDriver.with(families);
        exporter = driver.exporter();
        importer = driver.importer();
        reporter.publishEntry("device", exporter.external().deviceName());
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    static Stream<Set<Family>> families() {
        return Stream.of(EnumSet.of(Family.KHR), EnumSet.of(Family.NV), EnumSet.allOf(Family.class));
    }

    /** Only together with {@link #areCompatible} may the types be more than one. */
    private DeviceMemory allocate(ExternalMemoryHandleType... types) {
        MemoryAllocateChain chain = info().with(ExportMemoryAllocateInfo.of(types));
        // A stand-in notices padding that nobody wrote.
        SoiledStack.fill();
        return exporter.external().allocate(exporter.external().translate(chain));
    }

    private MemoryAllocateInfo info() {
        return MemoryAllocateInfo.of(SIZE, exporter.hostVisibleType(-1));
    }

    private static NtHandle ntHandle(DeviceMemory memory, Set<Family> families) {
        return families.contains(Family.KHR)
                ? memory.exportNtHandle(OPAQUE_WIN32)
                : memory.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);
    }

    private static GlobalShareHandle globalShareHandle(DeviceMemory memory, Set<Family> families) {
        return families.contains(Family.KHR)
                ? memory.exportGlobalShareHandle(OPAQUE_WIN32_KMT)
                : memory.exportGlobalShareHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT);
    }

    private DeviceMemory importInto(TestDevice device, ExternalHandle handle, DeviceMemory exported) {
        return device.external().importMemory(handle, exported.description(handle.handleType()));
    }

    @ParameterizedTest
    @MethodSource("families")
    void whatOneDeviceWritesTheOtherReads(Set<Family> families) {
        open(families);
        try (DeviceMemory exported = allocate(OPAQUE_WIN32)) {
            NtHandle handle = ntHandle(exported, families);
            try (DeviceMemory imported = importInto(importer, handle, exported)) {
                WindowsDriver.assertShared(exported, imported, 1);
                assertThat(handle.isOpen()).as("left with its owner").isEqualTo(families.contains(Family.KHR));
                handle.close();
                WindowsDriver.assertShared(exported, imported, 3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void theImporterOutlivesTheExporterAndTheHandle(Set<Family> families) {
        open(families);
        DeviceMemory imported;
        try (DeviceMemory exported = allocate(OPAQUE_WIN32);
                NtHandle handle = ntHandle(exported, families)) {
            Pattern.write(exported, 5);
            imported = importInto(importer, handle, exported);
        }
        try (imported) {
            Pattern.assertIn(imported, 5);
        }
    }

    @Test
    void theHandleOutlivesTheExporter() {
        open(EnumSet.of(Family.KHR));
        NtHandle handle;
        DeviceMemory exported = allocate(OPAQUE_WIN32);
        try (exported) {
            Pattern.write(exported, 6);
            handle = exported.exportNtHandle(OPAQUE_WIN32);
        }
        try (handle;
                DeviceMemory imported = importInto(importer, handle, exported);
                DeviceMemory again = importInto(importer, handle, exported)) {
            Pattern.assertIn(imported, 6);
            WindowsDriver.assertShared(imported, again, 7);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void aGlobalShareHandleIsImportedToo(Set<Family> families) {
        open(families);
        if (families.contains(Family.KHR)) {
            driver.assumeShareable(OPAQUE_WIN32_KMT);
        }
        try (DeviceMemory exported = allocate(OPAQUE_WIN32_KMT);
                DeviceMemory imported = importInto(importer, globalShareHandle(exported, families), exported)) {
            WindowsDriver.assertShared(exported, imported, 9);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void bothHandlesOfAMemoryAreImportedIfTheDeviceSaysThatTheyAreCompatible(Set<Family> families) {
        open(families);
        assumeTrue(areCompatible(families), "the device exports memory as one of both types at a time");
        try (DeviceMemory exported = allocate(OPAQUE_WIN32, OPAQUE_WIN32_KMT);
                NtHandle handle = ntHandle(exported, families);
                DeviceMemory one = importInto(importer, handle, exported);
                DeviceMemory other = importInto(importer, globalShareHandle(exported, families), exported)) {
            WindowsDriver.assertShared(one, other, 19);
            WindowsDriver.assertShared(exported, other, 21);
        }
    }

    private boolean areCompatible(Set<Family> families) {
        return families.contains(Family.KHR)
                ? exporter.external()
                        .bufferProperties(OPAQUE_WIN32, TestDevice.BUFFER_USAGE)
                        .compatibleHandleTypes()
                        .contains(OPAQUE_WIN32_KMT)
                : exporter.external()
                        .imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, WindowsDriver.IMAGE)
                        .orElseThrow()
                        .compatibleHandleTypes()
                        .contains(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT);
    }

    @Test
    void theSameThroughTheStructuresOfNvOnADeviceWithBoth() {
        open(EnumSet.allOf(Family.class));
        try (DeviceMemory exported = exporter.external()
                        .allocate(info().with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32)));
                NtHandle handle = exported.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);
                DeviceMemory imported = importInto(importer, handle, exported)) {
            WindowsDriver.assertShared(exported, imported, 11);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void aRefusedImportLeavesTheHandleWithTheCaller(Set<Family> families) {
        open(families);
        assumeTrue(driver.standIn() != null, "real drivers may believe whatever size they are told");
        try (DeviceMemory exported = allocate(OPAQUE_WIN32);
                NtHandle handle = ntHandle(exported, families)) {
            MemoryAllocateInfo twice = MemoryAllocateInfo.of(2 * SIZE, exported.memoryTypeIndex());
            assertThatThrownBy(() -> importer.external().importMemory(handle, twice.chain()))
                    .isInstanceOf(VulkanException.class);
            assertThat(handle.isOpen()).isTrue();
            assertThat(Kernel.isOpen(handle.handle())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void leavesNoHandleBehind(Set<Family> families) throws Exception {
        open(families);
        OpenHandles.requireNoneLeft(() -> {
            for (int i = 0; i < 50; i++) {
                shareOnce(families);
            }
        });
    }

    private void shareOnce(Set<Family> families) {
        try (DeviceMemory exported = allocate(OPAQUE_WIN32);
                NtHandle handle = ntHandle(exported, families);
                DeviceMemory imported = importInto(importer, handle, exported)) {
            assertThat(imported.handle()).isNotZero();
        }
    }
}
