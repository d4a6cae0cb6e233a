package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkExportMemoryAllocateInfo;
import org.lwjgl.vulkan.VkImportMemoryFdInfoKHR;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/**
 * What valid usage forbids is refused by name, and the driver never hears of it.
 *
 * <p>On the recording driver, which is no real one.
 */
class BadInputTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);
    private static final ExportMemoryAllocateInfo CORE =
            ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_WIN32);
    private static final ExportMemoryAllocateInfoNV NV =
            ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32);

    private final RecordingDriver driver = RecordingDriver.with(DriverCommands.EXTENSIONS);
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private static void assertRefused(ThrowingCallable call, String... vuids) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ValidUsageException.class, e -> {
            assertThat(e.vuids()).containsExactly(vuids);
            assertThat(e.getMessage()).contains(vuids);
        });
    }

    static Stream<Arguments> allocations() {
        var device = RecordingDriver.DEVICE_LOCAL;
        return Stream.of(
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-00640", INFO.with(CORE).with(NV)),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-pNext-00640",
                        INFO.with(CORE).with(ExportMemoryWin32HandleInfoNV.of(null, 1))),
                Arguments.of(
                        "VUID-vkAllocateMemory-pAllocateInfo-01714",
                        MemoryAllocateInfo.of(4096, 3).chain()),
                Arguments.of(
                        "VUID-vkAllocateMemory-pAllocateInfo-01714",
                        MemoryAllocateInfo.of(4096, -1).chain()),
                Arguments.of(
                        "VUID-vkAllocateMemory-pAllocateInfo-01713",
                        MemoryAllocateInfo.of(RecordingDriver.HEAP_SIZE + 1, device)
                                .chain()),
                Arguments.of(
                        "VUID-vkAllocateMemory-pAllocateInfo-01713",
                        MemoryAllocateInfo.of(-1, device).chain()),
                Arguments.of(
                        "VUID-VkMemoryAllocateInfo-allocationSize-07897",
                        MemoryAllocateInfo.of(0, device).chain()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("allocations")
    @NeedsChecks
    void anAllocationThatMayNotBeIsRefused(String vuid, MemoryAllocateChain chain) {
        assertThatThrownBy(() -> external.allocate(chain))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).contains(vuid))
                .hasMessageContaining(chain.allocateInfo().toString());
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    void theWholeHeapIsNotTooMuch() {
        var info = MemoryAllocateInfo.of(RecordingDriver.HEAP_SIZE, RecordingDriver.DEVICE_LOCAL);
        external.allocate(info).close();
        assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
    }

    @Test
    @NeedsChecks
    void aTypeThatDemandsADedicatedAllocationGetsOne() {
        driver.externalMemory(0x1 | 0x2, 0, 0x2);
        assertRefused(() -> external.allocate(INFO.with(CORE)), "VUID-VkMemoryAllocateInfo-pNext-00639");
        assertRefused(
                () -> external.allocate(INFO.with(CORE).with(new MemoryDedicatedAllocateInfo(0, 0))),
                "VUID-VkMemoryAllocateInfo-pNext-00639");
        assertThat(driver.calls()).isEmpty();
        driver.announce(7, 4096);
        external.allocate(INFO.with(CORE).with(MemoryDedicatedAllocateInfo.ofBuffer(7)))
                .close();
    }

    @Test
    void anImportByRawNumberIsRefused() {
        var chain = INFO.with(ImportMemoryFdInfoKHR.of(ExternalMemoryHandleType.OPAQUE_FD, 99));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> external.allocate(chain))
                .withMessageContaining("importMemory");
        assertThat(driver.calls()).isEmpty();
        external.allocate(INFO.with(new ImportMemoryFdInfoKHR(null, -1))).close();
    }

    @Test
    void lwjglsStructsAreSeenByEveryCheck() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var fd = VkImportMemoryFdInfoKHR.calloc(stack)
                    .sType$Default()
                    .handleType(0x1)
                    .fd(99);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> external.allocate(INFO.chain().with(fd, VkMemoryAllocateInfo::pNext)))
                    .withMessageContaining("importMemory");
            assertThat(driver.calls()).isEmpty();

            var export =
                    VkExportMemoryAllocateInfo.calloc(stack).sType$Default().handleTypes(0x4);
            try (DeviceMemory memory = external.allocate(INFO.chain().with(export, VkMemoryAllocateInfo::pNext))) {
                memory.exportGlobalShareHandle(ExternalMemoryHandleType.OPAQUE_WIN32_KMT)
                        .close();
            }
        }
    }

    @Test
    void aStructWithoutSTypeIsRefused() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var export = VkExportMemoryAllocateInfo.calloc(stack).handleTypes(1);
            assertRefused(
                    () -> external.allocate(INFO.chain().with(export, VkMemoryAllocateInfo::pNext)),
                    "VUID-VkExportMemoryAllocateInfo-sType-sType");
            assertThat(driver.calls()).isEmpty();
        }
    }

    @Test
    void theSameStructureTwiceIsRefused() {
        assertRefused(() -> external.allocate(INFO.with(CORE).with(CORE)), "VUID-VkMemoryAllocateInfo-sType-unique");
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    @NeedsChecks
    void whatWasNotDeclaredIsNotExported() {
        var type = ExternalMemoryHandleType.OPAQUE_WIN32;
        try (DeviceMemory plain = external.allocate(INFO);
                DeviceMemory core = external.allocate(INFO.with(CORE));
                DeviceMemory nv = external.allocate(INFO.with(NV))) {
            String fd = "VUID-VkMemoryGetFdInfoKHR-handleType-00671";
            assertRefused(() -> plain.exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD), fd);
            assertRefused(() -> core.exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_FD), fd);
            String win32 = "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00662";
            assertRefused(() -> plain.exportNtHandle(type), win32);
            assertRefused(() -> nv.exportNtHandle(ExternalMemoryHandleType.D3D11_TEXTURE), win32);
            assertRefused(() -> core.exportNtHandle(ExternalMemoryHandleType.D3D12_HEAP), win32);
            assertRefused(() -> core.exportGlobalShareHandle(ExternalMemoryHandleType.OPAQUE_WIN32_KMT), win32);
            String win32NV = "VUID-vkGetMemoryWin32HandleNV-handleType-01326";
            assertRefused(() -> plain.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32), win32NV);
            assertRefused(() -> core.exportNtHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32), win32NV);
            assertRefused(() -> nv.exportGlobalShareHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT), win32NV);
        }
        assertThat(driver.commands()).containsOnly("vkAllocateMemory", "vkFreeMemory");
    }

    /** Not what the memory was allocated for, but what the method is for. */
    @Test
    void aHandleOfAnotherKindIsRefused() {
        try (DeviceMemory memory = external.allocate(INFO)) {
            assertRefused(
                    () -> memory.exportPosixFileDescriptor(ExternalMemoryHandleType.OPAQUE_WIN32),
                    "VUID-VkMemoryGetFdInfoKHR-handleType-00672");
            assertRefused(
                    () -> memory.exportNtHandle(ExternalMemoryHandleType.OPAQUE_FD),
                    "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00664");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.exportNtHandle(ExternalMemoryHandleType.OPAQUE_WIN32_KMT))
                    .withMessageContaining("exportGlobalShareHandle");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.exportGlobalShareHandle(ExternalMemoryHandleTypeNV.OPAQUE_WIN32))
                    .withMessageContaining("exportNtHandle");
        }
        assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
    }

    @Test
    @NeedsChecks
    void memoryThatTheHostCannotSeeIsNotMapped() {
        try (DeviceMemory memory = external.allocate(MemoryAllocateInfo.of(4096, RecordingDriver.DEVICE_LOCAL))) {
            assertRefused(memory::map, "VUID-vkMapMemory-memory-00682");
        }
        assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
    }

    @Test
    @NeedsChecks
    void memoryIsMappedOnceAtATime() {
        try (DeviceMemory memory = external.allocate(INFO)) {
            var first = memory.map();
            assertRefused(memory::map, "VUID-vkMapMemory-memory-00678");
            first.bytes().put(0, (byte) 1);
            first.close();
            memory.map().close();
        }
        assertThat(driver.commands())
                .containsExactly(
                        "vkAllocateMemory",
                        "vkMapMemory",
                        "vkUnmapMemory",
                        "vkMapMemory",
                        "vkUnmapMemory",
                        "vkFreeMemory");
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 4097", "4096, 1", "1, 4096", "1, -1", "9223372036854775807, 2147483647"})
    void rangeOutsideTheMappedMemoryIsRefused(long offset, int length) {
        try (DeviceMemory memory = external.allocate(INFO)) {
            var mapped = memory.map();
            assertThat(mapped.bytes(4096, 0).capacity()).isZero();
            assertThatThrownBy(() -> mapped.bytes(offset, length))
                    .isExactlyInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("offset is " + offset + " and length " + length + "; the mapped memory has 4096 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "8"})
    @NeedsChecks
    void aQueryWithoutUsageIsRefused(int flags) {
        int before = driver.queries().size();
        var use = new ImageFormatInfo(37, 1, 0, 0, flags);
        assertRefused(
                () -> external.bufferProperties(ExternalMemoryHandleType.OPAQUE_FD, 0, flags),
                "VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask");
        assertRefused(
                () -> external.imageProperties(ExternalMemoryHandleType.OPAQUE_FD, use),
                "VUID-VkPhysicalDeviceImageFormatInfo2-usage-requiredbitmask");
        assertRefused(
                () -> external.imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, use),
                "VUID-vkGetPhysicalDeviceExternalImageFormatPropertiesNV-usage-requiredbitmask");
        assertThat(driver.queries()).hasSize(before);
    }
}
