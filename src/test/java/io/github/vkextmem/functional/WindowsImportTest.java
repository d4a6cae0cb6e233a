package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.handle.CountingNtKernel;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.NamedNtHandle;
import io.github.vkextmem.handle.NtHandle;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryAllocateChain;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Imports from Windows handles, as the recording driver receives them, and who owns the handle then. */
class WindowsImportTest {

    private static final long HANDLE = 0x1A4;
    private static final RecordedStructure INFO =
            structure("VkMemoryAllocateInfo", "allocationSize", 4096L, "memoryTypeIndex", 1);

    private final CountingNtKernel kernel = CountingNtKernel.install();
    private final RecordingDriver khr = RecordingDriver.with("VK_KHR_external_memory_win32");
    private final RecordingDriver nv = RecordingDriver.with("VK_NV_external_memory", "VK_NV_external_memory_win32");
    private final ExternalMemory onKHR = ExternalMemory.on(khr.device());
    private final ExternalMemory onNV = ExternalMemory.on(nv.device());
    private final NtHandle handle = NtHandle.adopt(HANDLE, OPAQUE_WIN32);

    @AfterEach
    void nothingIsLeft() {
        assertThat(khr.leftovers()).isEmpty();
        assertThat(nv.leftovers()).isEmpty();
        khr.close();
        nv.close();
        kernel.close();
    }

    private static MemoryDescription description(ExternalMemory external, ExternalMemoryHandleType type) {
        return new MemoryDescription(4096, 1, type, false, external.identity());
    }

    @Test
    void aKHRImportLeavesTheHandleWithItsOwner() {
        onKHR.importMemory(handle, description(onKHR, OPAQUE_WIN32)).close();
        assertThat(khr.call("vkAllocateMemory").chain("pAllocateInfo"))
                .containsExactly(
                        INFO,
                        structure("VkImportMemoryWin32HandleInfoKHR", "handleType", 2, "handle", HANDLE, "name", null));
        assertThat(handle.isOpen()).isTrue();
        handle.close();
        assertThat(kernel.closed()).containsExactly(HANDLE);
    }

    @Test
    void anNVImportTakesTheHandleOver() {
        onNV.importMemory(handle, description(onNV, OPAQUE_WIN32)).close();
        assertThat(nv.call("vkAllocateMemory").chain("pAllocateInfo"))
                .containsExactly(INFO, structure("VkImportMemoryWin32HandleInfoNV", "handleType", 1, "handle", HANDLE));
        assertThat(handle.isOpen()).isFalse();
        assertThatIllegalStateException().isThrownBy(handle::handle).withMessageContaining("taken over by an import");
        handle.close();
        assertThat(kernel.closed()).isEmpty();
    }

    @Test
    void afterAnNVImportThatFailsTheHandleIsStillTheCallers() {
        nv.answer("vkAllocateMemory", -1000072003);
        assertThatThrownBy(() -> onNV.importMemory(handle, description(onNV, OPAQUE_WIN32)))
                .isInstanceOf(VulkanException.class)
                .hasMessageContaining("VK_ERROR_INVALID_EXTERNAL_HANDLE");
        handle.close();
        assertThat(kernel.closed()).containsExactly(HANDLE);
    }

    @Test
    void aGlobalShareHandleIsANumberThatNobodyCloses() {
        GlobalShareHandle kmt = new GlobalShareHandle(0x40001234, OPAQUE_WIN32_KMT);
        onKHR.importMemory(kmt, description(onKHR, OPAQUE_WIN32_KMT)).close();
        onNV.importMemory(kmt, description(onNV, OPAQUE_WIN32_KMT)).close();
        assertThat(khr.call("vkAllocateMemory").chain("pAllocateInfo").get(1).getInt("handleType"))
                .isEqualTo(4);
        assertThat(nv.call("vkAllocateMemory").chain("pAllocateInfo").get(1).getInt("handleType"))
                .isEqualTo(2);
        kmt.close();
        assertThat(kernel.closed()).isEmpty();
    }

    @Test
    void anObjectIsImportedByItsName() {
        onKHR.importMemory(new NamedNtHandle("Local\\picture", OPAQUE_WIN32), description(onKHR, OPAQUE_WIN32))
                .close();
        assertThat(khr.call("vkAllocateMemory").chain("pAllocateInfo").get(1))
                .isEqualTo(structure(
                        "VkImportMemoryWin32HandleInfoKHR", "handleType", 2, "handle", 0L, "name", "Local\\picture\0"));
        onKHR.importMemory(
                        new NamedNtHandle("again", OPAQUE_WIN32),
                        MemoryAllocateInfo.of(4096, 1).chain())
                .close();
    }

    /** It may be said again: allocate refuses chains that import by themselves. */
    @Test
    void whatWasImportedIsNoPartOfTheChain() {
        MemoryAllocateChain chain = MemoryAllocateInfo.of(4096, 1).with(MemoryDedicatedAllocateInfo.ofImage(5));
        khr.announce(5, 4096);
        nv.announce(5, 4096);
        GlobalShareHandle kmt = new GlobalShareHandle(0x40001234, OPAQUE_WIN32_KMT);
        try (DeviceMemory byHandle = onKHR.importMemory(handle, chain);
                DeviceMemory byNumber = onKHR.importMemory(kmt, chain);
                DeviceMemory byName = onKHR.importMemory(new NamedNtHandle("again", OPAQUE_WIN32), chain);
                DeviceMemory takenOver = onNV.importMemory(handle, chain)) {
            for (DeviceMemory imported : List.of(byHandle, byNumber, byName, takenOver)) {
                assertThat(imported.chain()).isEqualTo(chain);
                onKHR.allocate(imported.chain()).close();
            }
        }
    }

    @Test
    void namesAreUnknownToNV() {
        assertThatThrownBy(() ->
                        onNV.importMemory(new NamedNtHandle("picture", OPAQUE_WIN32), description(onNV, OPAQUE_WIN32)))
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageContaining("the name 'picture' of an NT handle needs VK_KHR_external_memory_win32");
        assertThat(nv.calls()).isEmpty();
    }

    @Test
    void typesThatNVNeverHadAreRefusedThere() {
        NtHandle heap = NtHandle.adopt(HANDLE, ExternalMemoryHandleType.D3D12_HEAP);
        assertThatThrownBy(() -> onNV.importMemory(heap, description(onNV, ExternalMemoryHandleType.D3D12_HEAP)))
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageContaining("handle type D3D12_HEAP needs VK_KHR_external_memory_win32");
        assertThat(heap.isOpen()).isTrue();
        assertThat(nv.calls()).isEmpty();
    }

    @Test
    void aDescriptionOfAnotherHandleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> onKHR.importMemory(handle, description(onKHR, OPAQUE_FD)))
                .withMessageContaining("its description says OPAQUE_FD");
        assertThat(khr.calls()).isEmpty();
    }

    @Test
    @NeedsChecks
    void memoryOfAnotherDeviceOrDriverOrKindIsRefused() {
        UUID elsewhere = new UUID(1, 2);
        DeviceIdentity own = onKHR.identity();
        assertRefused(
                new DeviceIdentity(elsewhere, own.driverUUID(), own.deviceLUID(), 0),
                "VUID-VkImportMemoryWin32HandleInfoKHR-handle-00659");
        assertRefused(
                new DeviceIdentity(own.deviceUUID(), elsewhere, own.deviceLUID(), 0),
                "VUID-VkImportMemoryWin32HandleInfoKHR-handle-01518");
        khr.announce(5, 4096);
        assertThatThrownBy(() -> onKHR.importMemory(
                        handle, description(onKHR, OPAQUE_WIN32), MemoryDedicatedAllocateInfo.ofBuffer(5)))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryDedicatedAllocateInfo-buffer-01877"));
        assertThat(handle.isOpen()).isTrue();
        assertThat(khr.commands()).isEmpty();
    }

    @Test
    @NeedsChecks
    void aNameOfAnotherDriversMemoryIsRefusedUnderItsOwnRule() {
        DeviceIdentity own = onKHR.identity();
        var foreign = new DeviceIdentity(own.deviceUUID(), new UUID(1, 2), own.deviceLUID(), 0);
        assertThatThrownBy(() -> onKHR.importMemory(
                        new NamedNtHandle("picture", OPAQUE_WIN32),
                        new MemoryDescription(4096, 1, OPAQUE_WIN32, false, foreign)))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids()).containsExactly("VUID-VkImportMemoryWin32HandleInfoKHR-name-01519"));
        var foreignNV = new DeviceIdentity(own.deviceUUID(), new UUID(1, 2), own.deviceLUID(), 0);
        assertThatThrownBy(
                        () -> onNV.importMemory(handle, new MemoryDescription(4096, 1, OPAQUE_WIN32, false, foreignNV)))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids())
                                .containsExactly("VUID-VkImportMemoryWin32HandleInfoNV-handle-01328"));
    }

    @Test
    @NeedsChecks
    void aChainThatDoesNotMatchThePayloadIsRefused() {
        assertThatThrownBy(() -> onKHR.importMemory(
                        handle,
                        description(onKHR, OPAQUE_WIN32),
                        MemoryAllocateInfo.of(2048, 1).chain()))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryAllocateInfo-allocationSize-01743"));
        assertThat(khr.calls()).isEmpty();
    }

    private void assertRefused(DeviceIdentity exporter, String vuid) {
        assertThatThrownBy(
                        () -> onKHR.importMemory(handle, new MemoryDescription(4096, 1, OPAQUE_WIN32, false, exporter)))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).isEqualTo(List.of(vuid)));
    }

    @Test
    void aClosedHandleIsNotImported() {
        handle.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> onKHR.importMemory(handle, description(onKHR, OPAQUE_WIN32)))
                .withMessageContaining("it is closed");
        assertThat(khr.calls()).isEmpty();
    }

    @Test
    @NeedsChecks
    void nobodyIsAskedWhereAnOpaqueHandleFits() {
        assertThatThrownBy(() -> onKHR.memoryTypeBits(handle))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-vkGetMemoryWin32HandlePropertiesKHR-handleType-00666");
        assertThatThrownBy(() -> onNV.memoryTypeBits(NtHandle.adopt(HANDLE, ExternalMemoryHandleType.D3D12_HEAP)))
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageContaining("vkGetMemoryWin32HandlePropertiesKHR needs VK_KHR_external_memory_win32");
    }

    @Test
    void memoryImportedHereIsOpenUntilItIsClosed() {
        try (DeviceMemory memory = onKHR.importMemory(handle, description(onKHR, OPAQUE_WIN32))) {
            assertThat(memory.handle()).isNotZero();
            assertThat(memory.size()).isEqualTo(4096);
        }
    }
}
