package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_ALLOCATION_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_MAPPED_FOREIGN_MEMORY_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLBUFFER_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLHEAP_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.MTLTEXTURE_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.RDMA_ADDRESS_NV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExportMetalObjectCreateInfoEXT;
import org.lwjgl.vulkan.VkImportMemoryFdInfoKHR;
import org.lwjgl.vulkan.VkImportMemoryHostPointerInfoEXT;
import org.lwjgl.vulkan.VkImportMemoryWin32HandleInfoNV;

/** What one value can already say wrong, its constructor refuses. */
class ConstructorsTest {

    private static Arguments row(String vuid, Supplier<?> broken, Supplier<?> legal) {
        return Arguments.of(vuid, broken, legal);
    }

    static Stream<Arguments> refusesTheValueAndAcceptsItsNeighbour() {
        return Stream.of(
                row(
                        "VUID-VkMemoryDedicatedAllocateInfo-image-01432",
                        () -> new MemoryDedicatedAllocateInfo(1, 2),
                        () -> new MemoryDedicatedAllocateInfo(1, 0)),
                row(
                        "VUID-VkImportMemoryFdInfoKHR-handleType-00669",
                        () -> ImportMemoryFdInfoKHR.of(OPAQUE_WIN32, 3),
                        () -> ImportMemoryFdInfoKHR.of(DMA_BUF_EXT, 3)),
                row(
                        "VUID-VkImportMemoryFdInfoKHR-handleType-00670",
                        () -> ImportMemoryFdInfoKHR.of(OPAQUE_FD, -1),
                        () -> new ImportMemoryFdInfoKHR(null, -1)),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-00660",
                        () -> ImportMemoryWin32HandleInfoKHR.of(OPAQUE_FD, 4),
                        () -> ImportMemoryWin32HandleInfoKHR.of(OPAQUE_WIN32_KMT, 4)),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-00661",
                        () -> ImportMemoryWin32HandleInfoKHR.of(OPAQUE_WIN32, 0),
                        () -> new ImportMemoryWin32HandleInfoKHR(null, 0, null)),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handleType-01439",
                        () -> ImportMemoryWin32HandleInfoKHR.named(OPAQUE_WIN32_KMT, "a"),
                        () -> ImportMemoryWin32HandleInfoKHR.named(OPAQUE_WIN32, "a")),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoKHR-handle-01441",
                        () -> new ImportMemoryWin32HandleInfoKHR(OPAQUE_WIN32, 4, "a"),
                        () -> new ImportMemoryWin32HandleInfoKHR(OPAQUE_WIN32, 0, "a")),
                row(
                        "VUID-VkImportMemoryWin32HandleInfoNV-handle-01328",
                        () -> ImportMemoryWin32HandleInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, 0),
                        () -> new ImportMemoryWin32HandleInfoNV(null, 0)),
                row(
                        "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01748",
                        () -> ImportMemoryHostPointerInfoEXT.of(OPAQUE_FD, 4096),
                        () -> ImportMemoryHostPointerInfoEXT.of(HOST_MAPPED_FOREIGN_MEMORY_EXT, 4096)),
                row(
                        "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01750",
                        () -> ImportMemoryHostPointerInfoEXT.of(HOST_ALLOCATION_EXT, 0),
                        () -> ImportMemoryHostPointerInfoEXT.of(HOST_ALLOCATION_EXT, 1)),
                row(
                        "VUID-VkImportMemoryHostPointerInfoEXT-handleType-01751",
                        () -> ImportMemoryHostPointerInfoEXT.of(HOST_MAPPED_FOREIGN_MEMORY_EXT, 0),
                        () -> ImportMemoryHostPointerInfoEXT.of(HOST_MAPPED_FOREIGN_MEMORY_EXT, -1)),
                row(
                        "VUID-VkImportMemoryMetalHandleInfoEXT-handleType-10410",
                        () -> ImportMemoryMetalHandleInfoEXT.of(OPAQUE_FD, 4),
                        () -> ImportMemoryMetalHandleInfoEXT.of(MTLHEAP_EXT, 4)),
                row(
                        "VUID-VkImportMemoryMetalHandleInfoEXT-handleType-10411",
                        () -> ImportMemoryMetalHandleInfoEXT.of(MTLBUFFER_EXT, 0),
                        () -> new ImportMemoryMetalHandleInfoEXT(null, 0)),
                row(
                        "VUID-VkDedicatedAllocationMemoryAllocateInfoNV-image-00649",
                        () -> new DedicatedAllocationMemoryAllocateInfoNV(1, 2),
                        () -> new DedicatedAllocationMemoryAllocateInfoNV(0, 2)),
                row(
                        "VUID-VkMemoryAllocateFlagsInfo-deviceMask-00676",
                        () -> MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_MASK),
                        () -> MemoryAllocateFlagsInfo.of(MemoryAllocateFlag.DEVICE_ADDRESS)
                                .withDeviceMask(0x80000000)),
                row(
                        "VUID-VkMemoryPriorityAllocateInfoEXT-priority-02602",
                        () -> MemoryPriorityAllocateInfoEXT.of(Math.nextUp(1f)),
                        () -> MemoryPriorityAllocateInfoEXT.of(1)),
                row(
                        "VUID-VkMemoryPriorityAllocateInfoEXT-priority-02602",
                        () -> MemoryPriorityAllocateInfoEXT.of(-Float.MIN_VALUE),
                        () -> MemoryPriorityAllocateInfoEXT.of(-0f)),
                row(
                        "VUID-VkMemoryPriorityAllocateInfoEXT-priority-02602",
                        () -> MemoryPriorityAllocateInfoEXT.of(Float.NaN),
                        () -> MemoryPriorityAllocateInfoEXT.of(0.5f)),
                row(
                        "VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask",
                        () -> PhysicalDeviceExternalBufferInfo.of(OPAQUE_FD, 0),
                        () -> PhysicalDeviceExternalBufferInfo.of(OPAQUE_FD, 1)),
                row(
                        "VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pAcquireSyncs-parameter",
                        () -> new Win32KeyedMutexAcquireReleaseInfoKHR(
                                List.of(KeyedMutexAcquire.of(1, 0, 0), KeyedMutexAcquire.of(0, 1, 1)), List.of()),
                        () -> new Win32KeyedMutexAcquireReleaseInfoKHR(
                                List.of(KeyedMutexAcquire.of(1, 0, 0)), List.of())),
                row(
                        "VUID-VkWin32KeyedMutexAcquireReleaseInfoKHR-pReleaseSyncs-parameter",
                        () -> Win32KeyedMutexAcquireReleaseInfoKHR.of(
                                KeyedMutexAcquire.of(1, 0, 0), KeyedMutexRelease.of(0, 1)),
                        () -> Win32KeyedMutexAcquireReleaseInfoKHR.of(
                                KeyedMutexAcquire.of(1, 0, 0), KeyedMutexRelease.of(1, 0))),
                row(
                        "VUID-VkWin32KeyedMutexAcquireReleaseInfoNV-pAcquireSyncs-parameter",
                        () -> Win32KeyedMutexAcquireReleaseInfoNV.of(
                                KeyedMutexAcquire.of(0, 0, 0), KeyedMutexRelease.of(1, 1)),
                        () -> Win32KeyedMutexAcquireReleaseInfoNV.of(
                                KeyedMutexAcquire.of(1, 0, -1), KeyedMutexRelease.of(1, 1))),
                row(
                        "VUID-VkWin32KeyedMutexAcquireReleaseInfoNV-pReleaseSyncs-parameter",
                        () -> new Win32KeyedMutexAcquireReleaseInfoNV(List.of(), List.of(KeyedMutexRelease.of(0, 1))),
                        () -> new Win32KeyedMutexAcquireReleaseInfoNV(List.of(), List.of())),
                row(
                        "VUID-VkImageCreateInfo-pNext-06784",
                        () -> ImportMetalTextureInfoEXT.of(VK10.VK_IMAGE_ASPECT_COLOR_BIT, 4),
                        () -> ImportMetalTextureInfoEXT.of(VK11.VK_IMAGE_ASPECT_PLANE_2_BIT, 4)),
                row(
                        "VUID-VkImageCreateInfo-pNext-06784",
                        () -> ImportMetalTextureInfoEXT.of(
                                VK11.VK_IMAGE_ASPECT_PLANE_0_BIT | VK11.VK_IMAGE_ASPECT_PLANE_1_BIT, 4),
                        () -> ImportMetalTextureInfoEXT.of(VK11.VK_IMAGE_ASPECT_PLANE_1_BIT, 4)),
                row(
                        "VUID-VkExportMetalObjectCreateInfoEXT-exportObjectType-parameter",
                        () -> ExportMetalObjectTypeEXT.ofBit(0x3),
                        () -> ExportMetalObjectTypeEXT.ofBit(0x20)),
                row(
                        "VUID-VkImageDrmFormatModifierListCreateInfoEXT-drmFormatModifierCount-arraylength",
                        () -> ImageDrmFormatModifierListCreateInfoEXT.of(),
                        () -> ImageDrmFormatModifierListCreateInfoEXT.of(0L)),
                row(
                        "VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-size-02267",
                        () -> ImageDrmFormatModifierExplicitCreateInfoEXT.of(0, new SubresourceLayout(0, 1, 0, 0, 0)),
                        () -> ImageDrmFormatModifierExplicitCreateInfoEXT.of(0, new SubresourceLayout(1, 0, 1, 1, 1))),
                row(
                        "VUID-VkPhysicalDeviceImageDrmFormatModifierInfoEXT-sharingMode-02315",
                        () -> new PhysicalDeviceImageDrmFormatModifierInfoEXT(0, List.of(1)),
                        () -> new PhysicalDeviceImageDrmFormatModifierInfoEXT(0, List.of())),
                row(
                        "VUID-VkPhysicalDeviceImageDrmFormatModifierInfoEXT-sharingMode-02316",
                        () -> new PhysicalDeviceImageDrmFormatModifierInfoEXT(0, List.of(1, 0, 1)),
                        () -> new PhysicalDeviceImageDrmFormatModifierInfoEXT(0, List.of(1, 0, 2))),
                row(
                        "VUID-VkMemoryGetRemoteAddressInfoNV-memory-parameter",
                        () -> MemoryGetRemoteAddressInfoNV.of(0, RDMA_ADDRESS_NV),
                        () -> MemoryGetRemoteAddressInfoNV.of(1, RDMA_ADDRESS_NV)),
                row(
                        "VUID-VkMemoryGetMetalHandleInfoEXT-memory-parameter",
                        () -> MemoryGetMetalHandleInfoEXT.of(0, MTLBUFFER_EXT),
                        () -> MemoryGetMetalHandleInfoEXT.of(1, MTLBUFFER_EXT)),
                row(
                        "VUID-VkMemoryGetMetalHandleInfoEXT-handleType-10415",
                        () -> MemoryGetMetalHandleInfoEXT.of(1, OPAQUE_FD),
                        () -> MemoryGetMetalHandleInfoEXT.of(1, MTLTEXTURE_EXT)),
                row(
                        "VUID-VkMemoryGetFdInfoKHR-memory-parameter",
                        () -> MemoryGetFdInfoKHR.of(0, OPAQUE_FD),
                        () -> MemoryGetFdInfoKHR.of(1, OPAQUE_FD)),
                row(
                        "VUID-VkMemoryGetFdInfoKHR-handleType-00672",
                        () -> MemoryGetFdInfoKHR.of(1, OPAQUE_WIN32),
                        () -> MemoryGetFdInfoKHR.of(1, DMA_BUF_EXT)),
                row(
                        "VUID-VkMemoryGetWin32HandleInfoKHR-memory-parameter",
                        () -> MemoryGetWin32HandleInfoKHR.of(0, OPAQUE_WIN32),
                        () -> MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_WIN32)),
                row(
                        "VUID-VkMemoryGetWin32HandleInfoKHR-handleType-00664",
                        () -> MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_FD),
                        () -> MemoryGetWin32HandleInfoKHR.of(1, OPAQUE_WIN32_KMT)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesTheValueAndAcceptsItsNeighbour(String vuid, Supplier<?> broken, Supplier<?> legal) {
        assertThatThrownBy(broken::get)
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).isEqualTo(List.of(vuid)));
        assertThat(legal.get()).isNotNull();
    }

    /** What is read from bytes may say what no program in Java can. */
    @Test
    void aHandleTypeThatIsNoneIsRefusedByTheNameOfItsStructure() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var fd = VkImportMemoryFdInfoKHR.calloc(stack).sType$Default().handleType(0x40000000);
            var pointer = VkImportMemoryHostPointerInfoEXT.calloc(stack).sType$Default();
            var object = VkExportMetalObjectCreateInfoEXT.calloc(stack)
                    .sType$Default()
                    .exportObjectType(0x40);
            row("VUID-VkImportMemoryFdInfoKHR-handleType-parameter", () -> ImportMemoryFdInfoKHR.read(fd));
            row(
                    "VUID-VkImportMemoryHostPointerInfoEXT-handleType-parameter",
                    () -> ImportMemoryHostPointerInfoEXT.read(pointer));
            row(
                    "VUID-VkExportMetalObjectCreateInfoEXT-exportObjectType-parameter",
                    () -> ExportMetalObjectCreateInfoEXT.read(object));
            row(
                    "VUID-VkImportMemoryFdInfoKHR-handleType-parameter",
                    () -> ImportMemoryFdInfoKHR.read(fd.handleType(0x3)));
            var nv = VkImportMemoryWin32HandleInfoNV.calloc(stack).sType$Default();
            MemoryUtil.memPutAddress(nv.address() + VkImportMemoryWin32HandleInfoNV.HANDLE, 4);
            row(
                    "VUID-VkImportMemoryWin32HandleInfoNV-handleType-01327",
                    () -> ImportMemoryWin32HandleInfoNV.read(nv.handleType(0x3)));
            row(
                    "VUID-VkImportMemoryWin32HandleInfoNV-handleType-parameter",
                    () -> ImportMemoryWin32HandleInfoNV.read(nv.handleType(0x10)));
            assertThat(ImportMemoryWin32HandleInfoNV.read(nv.handleType(0x8)))
                    .isEqualTo(ImportMemoryWin32HandleInfoNV.of(ExternalMemoryHandleTypeNV.D3D11_IMAGE_KMT, 4));
            assertThat(ImportMemoryFdInfoKHR.read(fd.handleType(0)).handleType())
                    .isNull();
            assertThat(ExportMetalObjectCreateInfoEXT.read(object.exportObjectType(0))
                            .exportObjectType())
                    .isNull();
        }
    }

    private static void row(String vuid, Supplier<?> broken) {
        assertThatThrownBy(broken::get)
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).isEqualTo(List.of(vuid)));
    }

    @Test
    void listsAreCopied() {
        List<Long> modifiers = new ArrayList<>(List.of(1L));
        List<KeyedMutexRelease> releases = new ArrayList<>(List.of(KeyedMutexRelease.of(1, 2)));
        var list = new ImageDrmFormatModifierListCreateInfoEXT(modifiers);
        var mutex = new Win32KeyedMutexAcquireReleaseInfoKHR(List.of(), releases);
        modifiers.clear();
        releases.clear();
        assertThat(list.drmFormatModifiers()).containsExactly(1L);
        assertThat(mutex.releases()).containsExactly(KeyedMutexRelease.of(1, 2));
        assertThatThrownBy(() -> list.drmFormatModifiers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void thereAreAsManyModifiersAsTheCountSays() {
        var one = List.of(new DrmFormatModifierPropertiesEXT(1, 2, 3));
        assertThat(new DrmFormatModifierPropertiesListEXT(1, one).drmFormatModifierProperties())
                .isEqualTo(one);
        assertThat(new DrmFormatModifierPropertiesListEXT(2, List.of()).drmFormatModifierCount())
                .isEqualTo(2);
        assertThatThrownBy(() -> new DrmFormatModifierPropertiesListEXT(2, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 1 modifiers, and the count says 2");
    }

    @Test
    void aNameIsNullOrNonEmptyAndWithoutNul() {
        assertThat(new ExportMemoryWin32HandleInfoKHR(null, 1, null).name()).isNull();
        assertThat(ExportMemoryWin32HandleInfoKHR.of(null, 1).withName("a").name())
                .isEqualTo("a");
        for (String name : List.of("", "a\0b")) {
            assertThatThrownBy(() -> new ExportMemoryWin32HandleInfoKHR(null, 1, name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name");
        }
    }

    @Test
    void aDescriptionOfNothingIsRefused() {
        DeviceIdentity device = new DeviceIdentity(new UUID(1, 2), new UUID(3, 4), OptionalLong.empty(), 0);
        assertThatThrownBy(() -> new MemoryDescription(0, 0, OPAQUE_FD, false, device))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryDescription(1, 32, OPAQUE_FD, false, device))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new MemoryDescription(1, 31, OPAQUE_FD, false, device).allocateInfo())
                .isEqualTo(MemoryAllocateInfo.of(1, 31));
    }

    @Test
    void aBufferLiesInTheMemory() {
        DeviceIdentity device = new DeviceIdentity(new UUID(1, 2), new UUID(3, 4), OptionalLong.empty(), 0);
        MemoryDescription memory = new MemoryDescription(16, 0, OPAQUE_FD, false, device);
        assertThat(memory.with(BufferParameters.of(16, 1)).buffer()).isPresent();
        assertThatThrownBy(() -> memory.with(BufferParameters.of(17, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a buffer of 17 bytes does not lie in memory of 16");
    }

    @Test
    void anImageIsOfAKindThatVulkanHas() {
        ImageParameters image = ImageParameters.of2D(37, 1, 1, 1);
        assertThat(image.withSamples(64).samples()).isEqualTo(64);
        assertThat(image.withTiling(1000158000).info().tiling()).isEqualTo(1000158000);
        for (int samples : new int[] {0, 3, 128, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> image.withSamples(samples))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("samples must be one VkSampleCountFlagBits value: " + samples);
        }
        for (int tiling : new int[] {-1, 2, 1000158001}) {
            assertThatThrownBy(() -> image.withTiling(tiling))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tiling must be a VkImageTiling: " + tiling);
        }
        for (int type : new int[] {-1, 3}) {
            assertThatThrownBy(() -> ImageParameters.of(new ImageFormatInfo(37, type, 0, 1, 0), 1, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("type must be a VkImageType: " + type);
        }
    }
}
