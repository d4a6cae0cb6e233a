package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoNV;
import io.github.vkextmem.struct.ExtendsBufferCreateInfo;
import io.github.vkextmem.struct.ExtendsImageCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryBufferCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfo;
import io.github.vkextmem.struct.ExternalMemoryImageCreateInfoNV;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.SecurityAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkImageCreateInfo;

/** What is written for one family of Windows extensions runs on a device that has the other, on the recording driver. */
class FamiliesTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, 1);
    private static final SecurityAttributes ATTRIBUTES = SecurityAttributes.inherited();
    private static final MemoryDedicatedAllocateInfo DEDICATED = MemoryDedicatedAllocateInfo.ofImage(7);
    private static final MemoryAllocateChain CORE = INFO.with(
                    ExportMemoryAllocateInfo.of(OPAQUE_WIN32, OPAQUE_WIN32_KMT))
            .with(DEDICATED)
            .with(ExportMemoryWin32HandleInfoKHR.of(ATTRIBUTES, 1));
    private static final MemoryAllocateChain NV = INFO.with(ExportMemoryAllocateInfoNV.of(
                    ExternalMemoryHandleTypeNV.OPAQUE_WIN32, ExternalMemoryHandleTypeNV.OPAQUE_WIN32_KMT))
            .with(DEDICATED)
            .with(ExportMemoryWin32HandleInfoNV.of(ATTRIBUTES, 1));
    private static final PNextTail<VkImageCreateInfo, ExtendsImageCreateInfo> CORE_IMAGE =
            IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfo.of(OPAQUE_WIN32));
    private static final PNextTail<VkImageCreateInfo, ExtendsImageCreateInfo> NV_IMAGE =
            IMAGE_CREATE_INFO.tail(ExternalMemoryImageCreateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32));
    private static final PNextTail<VkBufferCreateInfo, ExtendsBufferCreateInfo> BUFFER =
            BUFFER_CREATE_INFO.tail(ExternalMemoryBufferCreateInfo.of(OPAQUE_WIN32));

    private final CountingNtKernel kernel = CountingNtKernel.install();
    private final RecordingDriver khrDriver = RecordingDriver.with("VK_KHR_external_memory_win32");
    private final RecordingDriver nvDriver =
            RecordingDriver.with("VK_NV_external_memory", "VK_NV_external_memory_win32");
    private final RecordingDriver bothDriver = RecordingDriver.with(
            "VK_KHR_external_memory_win32", "VK_NV_external_memory", "VK_NV_external_memory_win32");
    private final ExternalMemory khr = ExternalMemory.on(khrDriver.device());
    private final ExternalMemory nv = ExternalMemory.on(nvDriver.device());
    private final ExternalMemory both = ExternalMemory.on(bothDriver.device());

    @BeforeEach
    void announceTheImage() {
        for (RecordingDriver driver : new RecordingDriver[] {khrDriver, nvDriver, bothDriver}) {
            driver.announce(DEDICATED.image(), 4096);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        kernel.close();
        for (RecordingDriver driver : new RecordingDriver[] {khrDriver, nvDriver, bothDriver}) {
            assertThat(driver.leftovers()).isEmpty();
            driver.close();
        }
    }

    @Test
    void eachDeviceGetsTheStructuresThatItHas() {
        assertThat(nv.translate(CORE)).isEqualTo(NV);
        assertThat(khr.translate(NV)).isEqualTo(CORE);
        assertThat(nv.translate(CORE_IMAGE)).isEqualTo(NV_IMAGE);
        assertThat(khr.translate(NV_IMAGE)).isEqualTo(CORE_IMAGE);
        assertThat(khr.translate(BUFFER)).isEqualTo(BUFFER);
    }

    @Test
    void whatADeviceHasStaysAsItIs() {
        assertThat(nv.translate(NV)).isEqualTo(NV);
        assertThat(khr.translate(CORE)).isEqualTo(CORE);
        assertThat(both.translate(CORE)).isEqualTo(CORE);
        assertThat(both.translate(NV)).isEqualTo(NV);
        assertThat(both.translate(NV_IMAGE)).isEqualTo(NV_IMAGE);
    }

    @Test
    void aProgramWrittenForCoreTypesExportsOnADeviceWithNVOnly() {
        try (DeviceMemory memory = nv.allocate(nv.translate(CORE));
                NtHandle handle = memory.exportNtHandle(OPAQUE_WIN32)) {
            GlobalShareHandle kmt = memory.exportGlobalShareHandle(OPAQUE_WIN32_KMT);
            assertThat(handle.handleType()).isEqualTo(OPAQUE_WIN32);
            assertThat(kmt.handleType()).isEqualTo(OPAQUE_WIN32_KMT);
            assertThat(nvDriver.commands())
                    .containsExactly("vkAllocateMemory", "vkGetMemoryWin32HandleNV", "vkGetMemoryWin32HandleNV");
            assertThat(nvDriver.calls())
                    .filteredOn(call -> call.command().equals("vkGetMemoryWin32HandleNV"))
                    .extracting(call -> call.argument("handleType"))
                    .containsExactly(1, 2);
        }
        assertThat(kernel.closed()).containsExactlyElementsOf(nvDriver.ntHandles());
    }

    @Test
    void whatNVNeverHadIsNamed() {
        MemoryAllocateChain named = INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_WIN32))
                .with(ExportMemoryWin32HandleInfoKHR.of(null, 1).withName("picture"));
        assertThatThrownBy(() -> nv.translate(named))
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageContaining("the name 'picture' of an NT handle needs VK_KHR_external_memory_win32");
        assertThatThrownBy(() -> nv.translate(BUFFER))
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageContaining("an external buffer (VK_NV_external_memory has images only)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nv.translate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD))))
                .withMessageContaining("OPAQUE_FD");
    }
}
