package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.D3D11_TEXTURE_KMT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.BufferResource;
import io.github.vkextmem.struct.DedicatedAllocationMemoryAllocateInfoNV;
import io.github.vkextmem.struct.DeviceFeature;
import io.github.vkextmem.struct.DeviceFeatures;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImageResource;
import io.github.vkextmem.struct.KeyedMutexAcquire;
import io.github.vkextmem.struct.KeyedMutexRelease;
import io.github.vkextmem.struct.MemoryAllocateFlag;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import io.github.vkextmem.struct.MemoryDedicatedAllocateInfo;
import io.github.vkextmem.struct.MemoryDescription;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;

/**
 * Memory is refused where what it is for, how the device was created, or where it comes from forbids it, and the driver does
 * not hear of it; on the recording driver.
 */
class ResourceMemoryTest {

    private static final MemoryAllocateInfo INFO = MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT);
    private static final BufferParameters BUFFER = BufferParameters.of(1024, 1);
    private static final ImageParameters IMAGE = ImageParameters.of2D(37, 16, 16, 1);
    private static final int EXPORTABLE = 0x2;
    private static final int IMPORTABLE = 0x4;

    private final RecordingDriver driver = RecordingDriver.with(
            "VK_KHR_external_memory_fd",
            "VK_EXT_external_memory_dma_buf",
            "VK_KHR_external_memory_win32",
            "VK_NV_dedicated_allocation",
            "VK_EXT_zero_initialize_device_memory");
    private ExternalMemory external = ExternalMemory.on(driver.device());

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    /** Another device then: what one can do, it is asked once. */
    private void openDeviceThatCan(int features, int compatible) {
        driver.externalMemory(features, 0, compatible);
        external = ExternalMemory.on(driver.device());
    }

    private void assertRefused(String vuid, ThrowingCallable call) {
        driver.forget();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).containsExactly(vuid));
        assertThat(driver.commands()).doesNotContain("vkAllocateMemory");
    }

    private BufferResource buffer(ExternalMemoryHandleType... types) {
        driver.announce(7, 4096);
        return BufferResource.of(7, BUFFER, types);
    }

    private ImageResource image(int flags) {
        driver.announce(9, 4096);
        return ImageResource.of(9, IMAGE.withFlags(flags), OPAQUE_FD);
    }

    @Test
    @NeedsChecks
    void memoryIsExportableForWhatItIsFor() {
        BufferResource buffer = buffer(OPAQUE_FD, DMA_BUF_EXT);
        var one = INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
        var two = INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD, DMA_BUF_EXT));
        String vuid = "VUID-VkExportMemoryAllocateInfo-handleTypes-09860";
        openDeviceThatCan(IMPORTABLE, 0x1);
        assertRefused(vuid, () -> external.allocate(one, buffer));
        openDeviceThatCan(EXPORTABLE, 0x1);
        assertThatThrownBy(() -> external.allocate(two, buffer)).hasMessageContaining(vuid);
        external.allocate(one, buffer).close();
        openDeviceThatCan(EXPORTABLE, 0x201);
        external.allocate(two, buffer).close();
    }

    @Test
    @NeedsChecks
    void aTypeThatDemandsADedicatedAllocationForThisGetsOne() {
        BufferResource buffer = buffer(OPAQUE_FD);
        openDeviceThatCan(EXPORTABLE | 0x1, 0x1);
        var chain = INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
        assertThatThrownBy(() -> external.allocate(chain, buffer))
                .hasMessageContaining("VUID-VkMemoryAllocateInfo-pNext-00639");
        external.allocate(chain.with(MemoryDedicatedAllocateInfo.ofBuffer(7)), buffer)
                .close();
        external.allocate(
                        chain.with(DedicatedAllocationMemoryAllocateInfoNV.ofBuffer(7)),
                        buffer.withDedicatedAllocationNV())
                .close();
    }

    @Test
    @NeedsChecks
    void memoryOfItsOwnIsAsLargeAsItsOwner() {
        driver.announce(7, 4097);
        driver.announce(8, 4096);
        driver.announce(9, 4095);
        String ofBuffer = "VUID-VkMemoryDedicatedAllocateInfo-buffer-02965";
        String ofImage = "VUID-VkMemoryDedicatedAllocateInfo-image-02964";
        assertRefused(ofBuffer, () -> external.allocate(INFO.with(MemoryDedicatedAllocateInfo.ofBuffer(7))));
        assertRefused(ofImage, () -> external.allocate(INFO.with(MemoryDedicatedAllocateInfo.ofImage(7))));
        external.allocate(INFO.with(MemoryDedicatedAllocateInfo.ofBuffer(8))).close();
        external.allocate(INFO.with(MemoryDedicatedAllocateInfo.ofImage(9))).close();
        String ofBufferNV = "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-buffer-00653";
        String ofImageNV = "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00652";
        assertRefused(
                ofBufferNV, () -> external.allocate(INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofBuffer(9))));
        assertRefused(
                ofImageNV, () -> external.allocate(INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofImage(9))));
        external.allocate(INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofImage(8)))
                .close();
    }

    @Test
    @NeedsChecks
    void whatIsSparseOrDisjointHasNoMemoryOfItsOwn() {
        var ofImage = INFO.with(MemoryDedicatedAllocateInfo.ofImage(9));
        assertRefused(
                "VUID-VkMemoryDedicatedAllocateInfo-image-01434",
                () -> external.allocate(ofImage, image(VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT)));
        assertRefused(
                "VUID-VkMemoryDedicatedAllocateInfo-image-01797",
                () -> external.allocate(ofImage, image(VK11.VK_IMAGE_CREATE_DISJOINT_BIT)));
        external.allocate(ofImage, image(0)).close();
        external.allocate(INFO.chain(), image(VK11.VK_IMAGE_CREATE_DISJOINT_BIT))
                .close();
    }

    @Test
    void memoryForOneIsNotDedicatedToAnother() {
        driver.announce(8, 4096);
        var chain = INFO.with(MemoryDedicatedAllocateInfo.ofBuffer(8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> external.allocate(chain, buffer(OPAQUE_FD)))
                .withMessageContaining("another");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> external.allocate(
                        INFO.with(DedicatedAllocationMemoryAllocateInfoNV.ofImage(7)), buffer(OPAQUE_FD)));
        assertThat(driver.commands()).isEmpty();
    }

    @Test
    @NeedsChecks
    void memoryIsImportedForWhatTheDeviceCanImportItFor() {
        var kmt = new GlobalShareHandle(0x40001234, OPAQUE_WIN32_KMT);
        var description = new MemoryDescription(4096, 1, OPAQUE_WIN32_KMT, false, external.identity());
        openDeviceThatCan(EXPORTABLE, 0x4);
        assertRefused(
                "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-09861",
                () -> external.importMemory(kmt, description, INFO.chain(), buffer(OPAQUE_WIN32_KMT)));
        openDeviceThatCan(IMPORTABLE, 0x4);
        external.importMemory(kmt, description, INFO.chain(), buffer(OPAQUE_WIN32_KMT))
                .close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @NeedsChecks
    void aDescriptorIsImportedForWhatTheDeviceCanImportItFor() {
        try (DeviceMemory memory = external.allocate(INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD)));
                PosixFileDescriptor fd = memory.exportPosixFileDescriptor(OPAQUE_FD)) {
            MemoryDescription description = memory.description(OPAQUE_FD);
            openDeviceThatCan(EXPORTABLE, 0x1);
            assertRefused(
                    "VUID-VkImportMemoryFdInfoKHR-handleType-09862",
                    () -> external.importMemory(fd, description, INFO.chain(), buffer(OPAQUE_FD)));
            assertThat(fd.isOpen()).isTrue();
            openDeviceThatCan(IMPORTABLE, 0x1);
            external.importMemory(fd, description, INFO.chain(), buffer(OPAQUE_FD))
                    .close();
        }
    }

    @Test
    @NeedsChecks
    void imagesOfNVsFamilyAreCompatibleByItsOwnStatement() {
        try (RecordingDriver nv = RecordingDriver.with(
                "VK_NV_external_memory", "VK_NV_external_memory_win32", "VK_NV_external_memory_capabilities")) {
            nv.externalMemory(EXPORTABLE, 0, 0x1);
            ExternalMemory images = ExternalMemory.on(nv.device());
            assertThatThrownBy(() -> images.createImage(IMAGE, ExportRequest.as(OPAQUE_WIN32, OPAQUE_WIN32_KMT)))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkImageCreateInfo-pNext-00991");
            assertThat(nv.commands()).isEmpty();
            nv.externalMemory(EXPORTABLE, 0, 0x3);
            ExternalMemory.on(nv.device())
                    .createImage(IMAGE, ExportRequest.as(OPAQUE_WIN32, OPAQUE_WIN32_KMT))
                    .close();
        }
    }

    /** IMPORTABLE_TYPES are 1 and 2. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @NeedsChecks
    void whatComesFromOutsideOfVulkanGoesWhereTheDriverLetsIt() {
        int file = PosixFiles.openForReading("/dev/null");
        try (PosixFileDescriptor fd = PosixFileDescriptor.adopt(file, DMA_BUF_EXT)) {
            assertRefused(
                    "VUID-VkMemoryAllocateInfo-memoryTypeIndex-00648",
                    () -> external.importMemory(
                            fd, MemoryAllocateInfo.of(4096, 0).chain()));
            assertThat(fd.isOpen()).isTrue();
            external.importMemory(fd, MemoryAllocateInfo.of(4096, 1).chain()).close();
        }
        var texture = new GlobalShareHandle(0x40001234, D3D11_TEXTURE_KMT);
        assertRefused(
                "VUID-VkMemoryAllocateInfo-memoryTypeIndex-00645",
                () -> external.importMemory(
                        texture, MemoryAllocateInfo.of(4096, 0).chain()));
        external.importMemory(texture, MemoryAllocateInfo.of(4096, 2).chain()).close();
    }

    @Test
    @NeedsChecks
    void whatNobodySaidAtTheAllocationIsCheckedWhenItIsBound() {
        BufferResource buffer = buffer(OPAQUE_FD, DMA_BUF_EXT);
        var chain = INFO.with(ExportMemoryAllocateInfo.of(OPAQUE_FD));
        openDeviceThatCan(IMPORTABLE, 0x1);
        try (DeviceMemory memory = external.allocate(chain)) {
            assertRefused("VUID-VkExportMemoryAllocateInfo-handleTypes-09860", () -> memory.bind(buffer, 0));
            assertThat(driver.commands()).doesNotContain("vkBindBufferMemory2");
        }
        openDeviceThatCan(EXPORTABLE, 0x1);
        try (DeviceMemory memory = external.allocate(chain)) {
            memory.bind(buffer, 0);
        }
    }

    @Test
    @NeedsChecks
    void whatNeedsAFeatureIsRefusedWhereItIsOff() {
        driver.addProtectedType();
        var secret = MemoryAllocateInfo.of(4096, RecordingDriver.PROTECTED);
        var address = INFO.with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS));
        var replay = INFO.with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS_CAPTURE_REPLAY));
        var second = INFO.with(MemoryAllocateFlagsInfo.of().withDeviceMask(2));
        external = ExternalMemory.on(driver.device(), DeviceFeatures.of());
        assertRefused("VUID-VkMemoryAllocateInfo-memoryTypeIndex-01872", () -> external.allocate(secret));
        assertRefused("VUID-VkMemoryAllocateInfo-flags-03331", () -> external.allocate(address));
        assertRefused("VUID-VkMemoryAllocateInfo-flags-03330", () -> external.allocate(replay));
        assertRefused("VUID-VkMemoryAllocateFlagsInfo-deviceMask-00675", () -> external.allocate(second));
        external = ExternalMemory.on(
                driver.device(),
                DeviceFeatures.of(
                                DeviceFeature.PROTECTED_MEMORY,
                                DeviceFeature.BUFFER_DEVICE_ADDRESS,
                                DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY)
                        .withPhysicalDeviceCount(2));
        external.allocate(secret).close();
        external.allocate(address).close();
        external.allocate(replay).close();
        external.allocate(second).close();
        assertRefused(
                "VUID-VkMemoryAllocateFlagsInfo-flags-10761",
                () -> external.allocate(
                        secret.with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.ZERO_INITIALIZE_EXT))));
    }

    /** Rules stay silent where nobody said which features are on. */
    @Test
    void whatNobodySaidIsNotHeldAgainstTheCaller() {
        driver.addProtectedType();
        external = ExternalMemory.on(driver.device());
        external.allocate(MemoryAllocateInfo.of(4096, RecordingDriver.PROTECTED))
                .close();
        external.allocate(INFO.with(MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS)))
                .close();
        external.allocate(INFO.with(MemoryAllocateFlagsInfo.of().withDeviceMask(-1)))
                .close();
        assertThat(driver.commands())
                .containsOnly("vkAllocateMemory", "vkFreeMemory")
                .hasSize(6);
    }

    @Test
    @NeedsChecks
    void onlyATextureOfDirect3D11HasAKeyedMutex() {
        var kmt = new GlobalShareHandle(0x40001234, OPAQUE_WIN32_KMT);
        var texture = new GlobalShareHandle(0x40001238, D3D11_TEXTURE_KMT);
        try (DeviceMemory plain = external.allocate(INFO);
                DeviceMemory opaque = external.importMemory(kmt, INFO.chain());
                DeviceMemory direct3D = external.importMemory(texture, INFO.chain())) {
            String vuid = "VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireSyncs-00081";
            assertRefused(vuid, () -> plain.keyedMutexAcquire(0, 0));
            assertRefused(vuid, () -> opaque.keyedMutexAcquire(0, 0));
            assertRefused(vuid, () -> opaque.keyedMutexRelease(0));
            assertThat(direct3D.keyedMutexAcquire(5, 1000))
                    .isEqualTo(new KeyedMutexAcquire(direct3D.handle(), 5, 1000));
            assertThat(direct3D.keyedMutexRelease(6)).isEqualTo(new KeyedMutexRelease(direct3D.handle(), 6));
        }
    }
}
