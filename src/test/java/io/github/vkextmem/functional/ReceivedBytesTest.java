package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.recording.SoiledStack;
import io.github.vkextmem.struct.AccessRights;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryPriorityAllocateInfoEXT;

/**
 * What a driver receives, byte for byte: the expected numbers are the specification's, not this library's.
 *
 * <p>On the recording driver, which is no real one.
 */
class ReceivedBytesTest {

    private static final int READ_AND_WRITE =
            AccessRights.DXGI_SHARED_RESOURCE_READ | AccessRights.DXGI_SHARED_RESOURCE_WRITE;
    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(0x1_0000_1000L, RecordingDriver.COHERENT);
    private static final MemoryAllocateInfo SMALL = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);
    private static final RecordedStructure RECEIVED_SMALL =
            structure("VkMemoryAllocateInfo", "allocationSize", 4096L, "memoryTypeIndex", 1);

    private final RecordingDriver driver = RecordingDriver.with(
            "VK_KHR_external_memory_fd",
            "VK_KHR_external_memory_win32",
            "VK_NV_external_memory",
            "VK_NV_external_memory_win32",
            "VK_EXT_memory_priority",
            "VK_EXT_external_memory_dma_buf");
    private final ExternalMemory external = ExternalMemory.on(driver.device());
    private final CountingNtKernel kernel = CountingNtKernel.install();

    @BeforeEach
    void reportTheSeed(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SoiledStack.SEED));
    }

    @AfterEach
    void nothingIsLeft() {
        kernel.close();
        assertThat(kernel.closed()).containsExactlyElementsOf(driver.ntHandles());
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private List<RecordedStructure> received(MemoryAllocateChain chain) {
        // The first time the device is asked for facts, which leaves zeros on the stack.
        external.allocate(chain).close();
        driver.forget();
        SoiledStack.fill();
        external.allocate(chain).close();
        assertThat(driver.commands()).containsExactly("vkAllocateMemory", "vkFreeMemory");
        assertThat(driver.call("vkAllocateMemory").argument("pAllocator")).isEqualTo(0L);
        return driver.call("vkAllocateMemory").chain("pAllocateInfo");
    }

    @Test
    void sizesAboveFourGibibytesArriveWhole() {
        try (RecordingDriver other = RecordingDriver.with();
                MemoryStack stack = MemoryStack.stackPush()) {
            // Larger than the driver's heap, so LWJGL calls it with what the library marshalled.
            SoiledStack.fill();
            VkMemoryAllocateInfo info = INFO.chain().marshal(stack);
            assertThat(VK10.vkAllocateMemory(other.device(), info, null, stack.mallocLong(1)))
                    .isZero();
            assertThat(other.call("vkAllocateMemory").chain("pAllocateInfo"))
                    .containsExactly(
                            structure("VkMemoryAllocateInfo", "allocationSize", 0x1_0000_1000L, "memoryTypeIndex", 1));
        }
    }

    @Test
    void coreExportHasCoreBits() {
        var export = ExportMemoryAllocateInfo.of(
                ExternalMemoryHandleType.OPAQUE_FD,
                ExternalMemoryHandleType.OPAQUE_WIN32,
                ExternalMemoryHandleType.D3D12_RESOURCE);
        assertThat(received(SMALL.with(export)))
                .containsExactly(RECEIVED_SMALL, structure("VkExportMemoryAllocateInfo", "handleTypes", 0x43));
    }

    @Test
    void nvExportHasNvBitsAndItsOwnWin32Structure() {
        var chain = SMALL.with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32))
                .with(ExportMemoryWin32HandleInfoNV.of(SecurityAttributes.inherited(), READ_AND_WRITE));
        assertThat(received(chain))
                .containsExactly(
                        RECEIVED_SMALL,
                        structure("VkExportMemoryAllocateInfoNV", "handleTypes", 0x1),
                        structure(
                                "VkExportMemoryWin32HandleInfoNV",
                                "pAttributes",
                                securityAttributes(null, true),
                                "dwAccess",
                                0x80000001));
    }

    @Test
    void theDriverReceivesDescriptorAccessAndTheNameWithItsTerminator() {
        // Owner S-1-5-18, and an access list that lets nobody in.
        String descriptor = "01000480" + "14000000" + "00000000" + "00000000" + "20000000" + "010100000000000512000000"
                + "0200080000000000";
        var attributes =
                SecurityAttributes.notInherited().withDescriptor(HexFormat.of().parseHex(descriptor));
        var info =
                ExportMemoryWin32HandleInfoKHR.of(attributes, READ_AND_WRITE).withName("Local\\Gemälde \uD83D\uDE00");
        assertThat(received(win32(info)))
                .containsExactly(
                        RECEIVED_SMALL,
                        structure("VkExportMemoryAllocateInfo", "handleTypes", 0x2),
                        win32(securityAttributes(descriptor, false), 0x80000001, "Local\\Gemälde \uD83D\uDE00\0"));
    }

    @ParameterizedTest
    @CsvSource({"a", "ab", "abc", "abcd", "abcde"})
    void namesOfAnyLengthEndWithOneTerminator(String name) {
        var info = ExportMemoryWin32HandleInfoKHR.of(SecurityAttributes.notInherited(), 1)
                .withName(name);
        assertThat(received(win32(info)).get(2)).isEqualTo(win32(securityAttributes(null, false), 1, name + "\0"));
    }

    @Test
    void noAttributesAndNoNameAreNull() {
        assertThat(received(win32(ExportMemoryWin32HandleInfoKHR.of(null, AccessRights.GENERIC_ALL)))
                        .get(2))
                .isEqualTo(win32(null, 0x10000000, null));
    }

    @Test
    void structuresArriveInTheOrderInWhichTheyWereAdded() {
        var dedicated = MemoryDedicatedAllocateInfo.ofBuffer(0xABCD_0000_0000_0001L);
        driver.announce(dedicated.buffer(), 1);
        var chain = SMALL.with(dedicated)
                .with(ExportMemoryWin32HandleInfoKHR.of(null, 1))
                .with(ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_WIN32));
        assertThat(received(chain))
                .containsExactly(
                        RECEIVED_SMALL,
                        structure("VkMemoryDedicatedAllocateInfo", "image", 0L, "buffer", 0xABCD_0000_0000_0001L),
                        win32(null, 1, null),
                        structure("VkExportMemoryAllocateInfo", "handleTypes", 0x2));
    }

    @Test
    void memoryForAnImageNamesTheImage() {
        driver.announce(0xABCD_0000_0000_0002L, 1);
        assertThat(received(SMALL.with(MemoryDedicatedAllocateInfo.ofImage(0xABCD_0000_0000_0002L))))
                .containsExactly(
                        RECEIVED_SMALL,
                        structure("VkMemoryDedicatedAllocateInfo", "image", 0xABCD_0000_0000_0002L, "buffer", 0L));
    }

    @Test
    void lwjglsStructsArriveWithTheirMembers() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var priority = VkMemoryPriorityAllocateInfoEXT.calloc(stack)
                    .sType$Default()
                    .priority(0.75f);
            assertThat(received(SMALL.chain().with(priority, VkMemoryAllocateInfo::pNext)))
                    .containsExactly(RECEIVED_SMALL, structure("VkMemoryPriorityAllocateInfoEXT", "priority", 0.75f));
        }
    }

    @ParameterizedTest
    @CsvSource({"OPAQUE_WIN32, 2", "D3D11_TEXTURE, 8", "D3D12_HEAP, 32", "D3D12_RESOURCE, 64"})
    void anNtHandleIsAskedForWithItsCoreBit(ExternalMemoryHandleType type, int bit) {
        try (DeviceMemory memory = external.allocate(SMALL.with(ExportMemoryAllocateInfo.of(type)))) {
            long handle = memory.handle();
            SoiledStack.fill();
            memory.exportNtHandle(type).close();
            assertThat(driver.call("vkGetMemoryWin32HandleKHR").chain("pGetWin32HandleInfo"))
                    .containsExactly(structure("VkMemoryGetWin32HandleInfoKHR", "memory", handle, "handleType", bit));
        }
    }

    @ParameterizedTest
    @CsvSource({"OPAQUE_WIN32_KMT, 4", "D3D11_TEXTURE_KMT, 16"})
    void aGlobalShareHandleIsAskedForWithItsCoreBitAndNeverClosed(ExternalMemoryHandleType type, int bit) {
        try (DeviceMemory memory = external.allocate(SMALL.with(ExportMemoryAllocateInfo.of(type)))) {
            long handle = memory.handle();
            SoiledStack.fill();
            memory.exportGlobalShareHandle(type).close();
            assertThat(driver.call("vkGetMemoryWin32HandleKHR").chain("pGetWin32HandleInfo"))
                    .containsExactly(structure("VkMemoryGetWin32HandleInfoKHR", "memory", handle, "handleType", bit));
        }
    }

    @ParameterizedTest
    @CsvSource({"OPAQUE_WIN32, 1", "OPAQUE_WIN32_KMT, 2", "D3D11_IMAGE, 4", "D3D11_IMAGE_KMT, 8"})
    void theNvCommandIsAskedWithNvBits(ExternalMemoryHandleTypeNV type, int bit) {
        try (DeviceMemory memory = external.allocate(SMALL.with(ExportMemoryAllocateInfoNV.of(type)))) {
            long handle = memory.handle();
            SoiledStack.fill();
            if (type.isNtHandle()) {
                memory.exportNtHandle(type).close();
            } else {
                memory.exportGlobalShareHandle(type).close();
            }
            assertThat(driver.call("vkGetMemoryWin32HandleNV").argument("memory"))
                    .isEqualTo(handle);
            assertThat(driver.call("vkGetMemoryWin32HandleNV").argument("handleType"))
                    .isEqualTo(bit);
        }
    }

    @ParameterizedTest
    @CsvSource({"OPAQUE_FD, 1", "DMA_BUF_EXT, 512"})
    @EnabledOnOs(OS.LINUX)
    void aDescriptorIsAskedForAndImportedWithItsBit(ExternalMemoryHandleType type, int bit) {
        try (DeviceMemory memory = external.allocate(SMALL.with(ExportMemoryAllocateInfo.of(type)));
                RecordingDriver importer = RecordingDriver.with("VK_KHR_external_memory_fd", type.extension())) {
            SoiledStack.fill();
            var handle = memory.exportPosixFileDescriptor(type);
            assertThat(driver.call("vkGetMemoryFdKHR").chain("pGetFdInfo"))
                    .containsExactly(structure("VkMemoryGetFdInfoKHR", "memory", memory.handle(), "handleType", bit));
            int fd = handle.fd();
            ExternalMemory into = ExternalMemory.on(importer.device());
            SoiledStack.fill();
            into.importMemory(handle, memory.description(type)).close();
            List<RecordedStructure> received = importer.call("vkAllocateMemory").chain("pAllocateInfo");
            assertThat(received)
                    .containsExactly(RECEIVED_SMALL, structure("VkImportMemoryFdInfoKHR", "handleType", bit, "fd", fd));
            assertThat(driver.openDescriptors()).isZero();
        }
    }

    private static MemoryAllocateChain win32(ExportMemoryWin32HandleInfoKHR info) {
        return SMALL.with(ExportMemoryAllocateInfo.of(ExternalMemoryHandleType.OPAQUE_WIN32))
                .with(info);
    }

    private static RecordedStructure win32(RecordedStructure attributes, int access, String name) {
        return structure(
                "VkExportMemoryWin32HandleInfoKHR", "pAttributes", attributes, "dwAccess", access, "name", name);
    }

    private static RecordedStructure securityAttributes(String descriptor, boolean inherited) {
        return structure(
                "SECURITY_ATTRIBUTES", "nLength", 24, "lpSecurityDescriptor", descriptor, "bInheritHandle", inherited);
    }
}
