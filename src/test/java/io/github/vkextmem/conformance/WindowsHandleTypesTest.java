package io.github.vkextmem.conformance;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.handle.ExternalHandle;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What may be done with the opaque handles of Windows, as the recording driver receives it: which structures it gets, and who
 * owns the handles. No memory is shared here; the stand-in's tests do that, on Windows.
 */
class WindowsHandleTypesTest {

    private static final int MANY = 1024;
    private static final long SIZE = 1 << 16;
    private static final long EXPORTED_BUFFER = 0xB0FFE2_0000_0001L;
    private static final long IMPORTED_BUFFER = 0xB0FFE2_0000_0002L;
    private static final int ACCESS = AccessRights.DXGI_SHARED_RESOURCE_READ | AccessRights.DXGI_SHARED_RESOURCE_WRITE;

    private final CountingNtKernel kernel = CountingNtKernel.install();
    private final RecordingDriver exporterDriver = RecordingDriver.with("VK_KHR_external_memory_win32");
    private final RecordingDriver importerDriver = RecordingDriver.with("VK_KHR_external_memory_win32");
    private final ExternalMemory exporter = ExternalMemory.on(exporterDriver.device());
    private final ExternalMemory importer = ExternalMemory.on(importerDriver.device());

    @AfterEach
    void everyNtHandleIsClosedOnceAndNothingIsLeft() {
        kernel.close();
        assertThat(kernel.closed())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(exporterDriver.ntHandles().stream(), kernel.duplicates().stream())
                                .toList());
        assertThat(exporterDriver.leftovers()).isEmpty();
        assertThat(importerDriver.leftovers()).isEmpty();
        exporterDriver.close();
        importerDriver.close();
    }

    static Stream<Arguments> everyWay() {
        return Stream.of(OPAQUE_WIN32, OPAQUE_WIN32_KMT)
                .flatMap(type -> Stream.of(false, true)
                        .flatMap(dedicated -> Stream.of(RecordingDriver.COHERENT, RecordingDriver.DEVICE_LOCAL)
                                .map(memoryType -> Arguments.of(type, dedicated, memoryType))));
    }

    private DeviceMemory allocate(ExternalMemoryHandleType type, boolean dedicated, int memoryType) {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(SIZE, memoryType).with(ExportMemoryAllocateInfo.of(type));
        exporterDriver.announce(EXPORTED_BUFFER, SIZE);
        return exporter.allocate(dedicated ? chain.with(MemoryDedicatedAllocateInfo.ofBuffer(EXPORTED_BUFFER)) : chain);
    }

    private static ExternalHandle export(DeviceMemory memory, ExternalMemoryHandleType type) {
        return type.isNtHandle() ? memory.exportNtHandle(type) : memory.exportGlobalShareHandle(type);
    }

    private static long number(ExternalHandle handle) {
        return handle instanceof NtHandle ntHandle ? ntHandle.handle() : ((GlobalShareHandle) handle).handle();
    }

    private DeviceMemory importFrom(ExternalHandle handle, DeviceMemory exported) {
        MemoryDescription description = exported.description(handle.handleType());
        importerDriver.announce(IMPORTED_BUFFER, SIZE);
        return exported.isDedicated()
                ? importer.importMemory(handle, description, MemoryDedicatedAllocateInfo.ofBuffer(IMPORTED_BUFFER))
                : importer.importMemory(handle, description);
    }

    /** {@return the chain of an import, as the driver has to get it} */
    private static List<RecordedStructure> imported(
            ExternalMemoryHandleType type, boolean dedicated, int memoryType, long handle) {
        List<RecordedStructure> chain = new ArrayList<>(
                List.of(structure("VkMemoryAllocateInfo", "allocationSize", SIZE, "memoryTypeIndex", memoryType)));
        if (dedicated) {
            chain.add(structure("VkMemoryDedicatedAllocateInfo", "image", 0L, "buffer", IMPORTED_BUFFER));
        }
        chain.add(structure(
                "VkImportMemoryWin32HandleInfoKHR", "handleType", type.bit(), "handle", handle, "name", null));
        return chain;
    }

    private List<List<RecordedStructure>> imports() {
        return importerDriver.calls().stream()
                .filter(call -> call.command().equals("vkAllocateMemory"))
                .map(call -> call.chain("pAllocateInfo"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void theTypeIsSaidAlikeInAllocationExportAndImport(
            ExternalMemoryHandleType type, boolean dedicated, int memoryType) {
        try (DeviceMemory exported = allocate(type, dedicated, memoryType);
                ExternalHandle handle = export(exported, type);
                DeviceMemory imported = importFrom(handle, exported)) {
            List<RecordedStructure> allocation =
                    exporterDriver.call("vkAllocateMemory").chain("pAllocateInfo");
            assertThat(allocation)
                    .startsWith(
                            structure("VkMemoryAllocateInfo", "allocationSize", SIZE, "memoryTypeIndex", memoryType),
                            structure("VkExportMemoryAllocateInfo", "handleTypes", type.bit()));
            assertThat(allocation.subList(2, allocation.size()))
                    .isEqualTo(
                            dedicated
                                    ? List.of(structure(
                                            "VkMemoryDedicatedAllocateInfo", "image", 0L, "buffer", EXPORTED_BUFFER))
                                    : List.of());
            assertThat(exporterDriver.call("vkGetMemoryWin32HandleKHR").chain("pGetWin32HandleInfo"))
                    .containsExactly(structure(
                            "VkMemoryGetWin32HandleInfoKHR", "memory", exported.handle(), "handleType", type.bit()));
            assertThat(imports()).containsExactly(imported(type, dedicated, memoryType, number(handle)));
            assertThat(imported.size()).isEqualTo(SIZE);
        }
    }

    @Test
    void anNtHandleHasTheRightsThatTheAllocationGaveIt() {
        try (DeviceMemory exported = exporter.allocate(MemoryAllocateInfo.of(SIZE, RecordingDriver.COHERENT)
                .with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(ExportMemoryWin32HandleInfoKHR.of(null, ACCESS)))) {
            assertThat(exporterDriver
                            .call("vkAllocateMemory")
                            .chain("pAllocateInfo")
                            .get(2))
                    .isEqualTo(structure(
                            "VkExportMemoryWin32HandleInfoKHR", "pAttributes", null, "dwAccess", ACCESS, "name", null));
            exported.exportNtHandle(OPAQUE_WIN32).close();
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void oneHandleIsImportedManyTimesAndStaysWithItsOwner(
            ExternalMemoryHandleType type, boolean dedicated, int memoryType) {
        try (DeviceMemory exported = allocate(type, dedicated, memoryType);
                ExternalHandle handle = export(exported, type)) {
            for (int i = 0; i < MANY; i++) {
                importFrom(handle, exported).close();
            }
            try (DeviceMemory first = importFrom(handle, exported);
                    DeviceMemory second = importFrom(handle, exported)) {
                assertThat(first.handle()).isNotEqualTo(second.handle());
            }
            assertThat(imports()).hasSize(MANY + 2).containsOnly(imported(type, dedicated, memoryType, number(handle)));
            assertThat(handle.isOpen()).isTrue();
            assertThat(kernel.closed()).isEmpty();
        }
    }

    @Test
    void aGlobalShareHandleIsExportedManyTimes() {
        try (DeviceMemory exported = allocate(OPAQUE_WIN32_KMT, false, RecordingDriver.COHERENT)) {
            assertThat(IntStream.range(0, MANY)
                            .mapToLong(i -> exported.exportGlobalShareHandle(OPAQUE_WIN32_KMT)
                                    .handle()))
                    .hasSize(MANY)
                    .doesNotContain(0L);
            assertThat(exporterDriver.calls().stream().map(RecordedCall::command))
                    .filteredOn("vkGetMemoryWin32HandleKHR"::equals)
                    .hasSize(MANY);
        }
        assertThat(kernel.closed()).isEmpty();
    }

    /** The driver may be asked once, says the specification; the other handles are duplicates. */
    @Test
    void anNtHandleIsExportedManyTimes() {
        try (DeviceMemory exported = allocate(OPAQUE_WIN32, false, RecordingDriver.COHERENT);
                NtHandle first = exported.exportNtHandle(OPAQUE_WIN32)) {
            for (int i = 0; i < MANY; i++) {
                exported.exportNtHandle(OPAQUE_WIN32).close();
            }
            assertThat(exporterDriver.commands()).containsExactly("vkAllocateMemory", "vkGetMemoryWin32HandleKHR");
            assertThat(exporterDriver.ntHandles()).containsExactly(first.handle());
            assertThat(kernel.duplicates()).hasSize(MANY);
            assertThat(first.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    @NeedsChecks
    void whereAnOpaqueHandleFitsOnlyItsExporterKnows(ExternalMemoryHandleType type, boolean dedicated, int memoryType) {
        try (DeviceMemory exported = allocate(type, dedicated, memoryType);
                ExternalHandle handle = export(exported, type)) {
            assertThatThrownBy(() -> importer.memoryTypeBits(handle))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            e -> assertThat(e.vuids())
                                    .containsExactly("VUID-vkGetMemoryWin32HandlePropertiesKHR-handleType-00666"));
            assertThat(importerDriver.calls()).isEmpty();
        }
    }

    @Test
    void memoryThatIsExportedAsNothingIsLegal() {
        try (DeviceMemory memory = exporter.allocate(
                MemoryAllocateInfo.of(SIZE, RecordingDriver.COHERENT).with(ExportMemoryAllocateInfo.of()))) {
            assertThat(exporterDriver.call("vkAllocateMemory").chain("pAllocateInfo"))
                    .containsExactly(
                            structure(
                                    "VkMemoryAllocateInfo",
                                    "allocationSize",
                                    SIZE,
                                    "memoryTypeIndex",
                                    memory.memoryTypeIndex()),
                            structure("VkExportMemoryAllocateInfo", "handleTypes", 0));
        }
    }
}
