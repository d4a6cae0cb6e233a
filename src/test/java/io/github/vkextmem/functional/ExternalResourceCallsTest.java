package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.D3D11_TEXTURE_KMT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.handle.GlobalShareHandle;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalBuffer;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.BufferParameters;
import io.github.vkextmem.struct.DeviceFeatures;
import io.github.vkextmem.struct.ExportMemoryAllocateInfo;
import io.github.vkextmem.struct.ExportMemoryWin32HandleInfoKHR;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.ImportMemoryFdInfoKHR;
import io.github.vkextmem.struct.MemoryAllocateFlagsInfo;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.SecurityAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;

/** What a driver is called for when buffers and images are made in one call, on the recording driver. */
class ExternalResourceCallsTest {

    private static final int EXPORTABLE = 0x2 | 0x4;
    private static final int DEDICATED_ONLY = 0x1;
    private static final BufferParameters BUFFER = new BufferParameters(1000, 0x3, 0x8);
    private static final ImageParameters IMAGE = new ImageParameters(
            new ImageFormatInfo(
                    VK10.VK_FORMAT_R8G8B8A8_UNORM, VK10.VK_IMAGE_TYPE_3D, VK10.VK_IMAGE_TILING_LINEAR, 0x6, 0x20),
            64,
            32,
            4,
            3,
            1,
            VK10.VK_SAMPLE_COUNT_1_BIT,
            null);

    private RecordingDriver driver;
    private ExternalMemory external;

    private void openDriver(String... extensions) {
        driver = RecordingDriver.with(extensions);
        external = ExternalMemory.on(driver.device());
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private List<String> commands() {
        return driver.calls().stream().map(RecordedCall::command).toList();
    }

    private List<RecordedStructure> allocation() {
        return driver.call("vkAllocateMemory").chain("pAllocateInfo");
    }

    @Test
    void aBufferIsCreatedAskedGivenMemoryAndBound() {
        openDriver("VK_KHR_external_memory_fd");
        try (ExternalBuffer buffer = external.createBuffer(BUFFER, ExportRequest.as(OPAQUE_FD))) {
            assertThat(commands())
                    .containsExactly(
                            "vkCreateBuffer",
                            "vkGetBufferMemoryRequirements2",
                            "vkAllocateMemory",
                            "vkBindBufferMemory2");
            assertThat(driver.call("vkCreateBuffer").chain("pCreateInfo"))
                    .containsExactly(
                            structure(
                                    "VkBufferCreateInfo",
                                    "flags",
                                    0x8,
                                    "size",
                                    1000L,
                                    "usage",
                                    0x3,
                                    "sharingMode",
                                    0,
                                    "queueFamilyIndexCount",
                                    0,
                                    "pQueueFamilyIndices",
                                    List.of()),
                            structure("VkExternalMemoryBufferCreateInfo", "handleTypes", 0x1));
            assertThat(allocation())
                    .containsExactly(
                            structure("VkMemoryAllocateInfo", "allocationSize", 1256L, "memoryTypeIndex", 0),
                            structure("VkExportMemoryAllocateInfo", "handleTypes", 0x1));
            assertThat(driver.call("vkBindBufferMemory2").chain("pBindInfos"))
                    .containsExactly(structure(
                            "VkBindBufferMemoryInfo",
                            "buffer",
                            buffer.handle(),
                            "memory",
                            buffer.memory().handle(),
                            "memoryOffset",
                            0L));
            MemoryDescription description = buffer.description(OPAQUE_FD);
            assertThat(description.allocationSize()).isEqualTo(1256);
            assertThat(description.dedicated()).isFalse();
            assertThat(description.buffer()).contains(BUFFER);
            driver.forget();
        }
        assertThat(commands()).as("the resource first").containsExactly("vkDestroyBuffer", "vkFreeMemory");
    }

    @Test
    void anImageIsCreatedWithAllItsParameters() {
        openDriver("VK_KHR_external_memory_fd");
        try (ExternalImage image = external.createImage(IMAGE, ExportRequest.as(OPAQUE_FD))) {
            assertThat(commands())
                    .containsExactly(
                            "vkCreateImage", "vkGetImageMemoryRequirements2", "vkAllocateMemory", "vkBindImageMemory2");
            assertThat(driver.call("vkCreateImage").chain("pCreateInfo"))
                    .containsExactly(
                            structure(
                                    "VkImageCreateInfo",
                                    "flags",
                                    0x20,
                                    "imageType",
                                    2,
                                    "format",
                                    37,
                                    "extent",
                                    structure("VkExtent3D", "width", 64, "height", 32, "depth", 4),
                                    "mipLevels",
                                    3,
                                    "arrayLayers",
                                    1,
                                    "samples",
                                    1,
                                    "tiling",
                                    1,
                                    "usage",
                                    0x6,
                                    "sharingMode",
                                    0,
                                    "queueFamilyIndexCount",
                                    0,
                                    "pQueueFamilyIndices",
                                    List.of(),
                                    "initialLayout",
                                    0),
                            structure("VkExternalMemoryImageCreateInfo", "handleTypes", 0x1));
            assertThat(image.description(OPAQUE_FD).image()).contains(IMAGE);
            driver.forget();
        }
        assertThat(commands()).containsExactly("vkDestroyImage", "vkFreeMemory");
    }

    @ParameterizedTest(name = "handle type demands {0}, resource requires {1}, resource prefers {2}")
    @CsvSource({"true,false,false", "false,true,false", "false,false,true"})
    void memoryIsDedicatedWhereHandleTypeOrDriverWantThat(boolean demands, boolean requires, boolean prefers) {
        openDriver("VK_KHR_external_memory_fd");
        driver.externalMemory(demands ? EXPORTABLE | DEDICATED_ONLY : EXPORTABLE, 0, 0x1);
        driver.resourcesNeed(requires, prefers, 0b111);
        try (ExternalBuffer buffer = external.createBuffer(BUFFER, ExportRequest.as(OPAQUE_FD))) {
            assertThat(allocation())
                    .contains(structure("VkMemoryDedicatedAllocateInfo", "image", 0L, "buffer", buffer.handle()));
            assertThat(buffer.description(OPAQUE_FD).dedicated()).isTrue();
        }
        driver.forget();
        try (ExternalImage image = external.createImage(IMAGE, ExportRequest.as(OPAQUE_FD))) {
            assertThat(allocation())
                    .contains(structure("VkMemoryDedicatedAllocateInfo", "image", image.handle(), "buffer", 0L));
        }
    }

    @ParameterizedTest(name = "types {0}, required {1}, preferred {2}: {3}")
    @CsvSource({
        "7, 0, 0, 0",
        "6, 0, 0, 1",
        "7, 2, 0, 1",
        "5, 2, 0, 2",
        "7, 2, 4, 1",
        "7, 0, 2, 1",
        "7, 0, 6, 1",
        "5, 0, 6, 2",
        "7, 0, 1, 0",
        "7, 1, 2, 0",
    })
    void theMemoryTypeIsTheFirstWithWhatIsRequiredAndMostOfWhatIsPreferred(
            int typeBits, int required, int preferred, int expected) {
        openDriver("VK_KHR_external_memory_fd");
        driver.resourcesNeed(false, false, typeBits);
        try (ExternalBuffer buffer = external.createBuffer(
                BUFFER, ExportRequest.as(OPAQUE_FD).requiring(required).preferring(preferred))) {
            assertThat(buffer.memory().memoryTypeIndex()).isEqualTo(expected);
        }
    }

    @Test
    void moreStructuresStandInTheAllocation() {
        openDriver("VK_KHR_external_memory_win32");
        driver.externalMemory(EXPORTABLE, 0, 0x6);
        ExportRequest named = ExportRequest.as(OPAQUE_WIN32, OPAQUE_WIN32_KMT)
                .with(new ExportMemoryWin32HandleInfoKHR(SecurityAttributes.notInherited(), 0x1, "Local\\buffer"));
        try (ExternalBuffer buffer = external.createBuffer(BUFFER, named)) {
            assertThat(buffer.memory().size()).isEqualTo(1256);
            assertThat(allocation())
                    .extracting(RecordedStructure::name)
                    .containsExactly(
                            "VkMemoryAllocateInfo", "VkExportMemoryAllocateInfo", "VkExportMemoryWin32HandleInfoKHR");
            assertThat(driver.call("vkCreateBuffer").chain("pCreateInfo").get(1).getInt("handleTypes"))
                    .isEqualTo(0x6);
        }
    }

    @Test
    void aRequestNeedsATypeAndLeavesOutWhatIsAddedAnyway() {
        openDriver();
        assertThatThrownBy(ExportRequest::as).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExportRequest.as(OPAQUE_FD).with(ExportMemoryAllocateInfo.of(OPAQUE_FD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VkExportMemoryAllocateInfo is added where it is needed");
    }

    /** Nobody would own the number: the driver takes it over, or does not. */
    @Test
    void aRequestForExportImportsNothing() {
        openDriver();
        ExportRequest request = ExportRequest.as(OPAQUE_FD);
        assertThatThrownBy(() -> request.with(ImportMemoryFdInfoKHR.of(OPAQUE_FD, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("call importBuffer or importImage with the owning handle");
        var nothing = new ImportMemoryFdInfoKHR(null, -1);
        assertThat(request.with(nothing).structures()).containsExactly(nothing);
    }

    /** What a device cannot have is refused in the words of either family, on the recording driver. */
    @ParameterizedTest
    @ValueSource(strings = {"VK_KHR_external_memory_win32", "VK_NV_external_memory_win32"})
    void anImageBeyondTheDevicesLimitsIsRefusedBeforeItIsCreated(String extension) {
        openDriver(extension, "VK_NV_external_memory", "VK_NV_external_memory_capabilities");
        driver.externalMemory(EXPORTABLE, 0, 0x1 | 0x2);
        ExportRequest request = ExportRequest.as(OPAQUE_WIN32);
        ImageParameters largest = ImageParameters.of2D(VK10.VK_FORMAT_R8G8B8A8_UNORM, 16384, 8192, 0x6)
                .withMipLevels(15)
                .withArrayLayers(2048);
        ImageParameters samples = largest.withMipLevels(1).withSamples(VK10.VK_SAMPLE_COUNT_8_BIT);
        ImageParameters cube = ImageParameters.of2D(VK10.VK_FORMAT_R8G8B8A8_UNORM, 8192, 8192, 0x6)
                .withFlags(VK10.VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT)
                .withArrayLayers(6);
        external.createImage(largest, request).close();
        external.createImage(samples, request).close();
        external.createImage(cube, request).close();
        driver.forget();
        for (ImageParameters wrong : List.of(
                ImageParameters.of(largest.info(), 16385, 8192, 1),
                ImageParameters.of(largest.info(), 16384, 8193, 1),
                ImageParameters.of(largest.info(), 16384, 8192, 2049),
                largest.withMipLevels(16),
                largest.withArrayLayers(2049),
                samples.withSamples(VK10.VK_SAMPLE_COUNT_16_BIT),
                samples.withMipLevels(2),
                cube.withArrayLayers(5),
                largest.withFlags(VK10.VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT))) {
            assertThatThrownBy(() -> external.createImage(wrong, request))
                    .as(wrong.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(
                            "up to 16384 x 8192 x 2048 texels, 15 mip levels (1 with several samples), 2048 layers (a cube is"
                                    + " square and has 6 or more), and with samples of the mask 0xf");
        }
        assertThat(driver.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whatIsSparseIsRefusedBeforeItIsCreated(int flag) {
        openDriver("VK_KHR_external_memory_fd");
        ExportRequest request = ExportRequest.as(OPAQUE_FD);
        assertThatThrownBy(() -> external.createBuffer(new BufferParameters(1000, 0x3, flag), request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave the flags 0x" + flag + " out");
        assertThatThrownBy(() -> external.createImage(IMAGE.withFlags(flag), request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave the flags 0x" + flag + " out");
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    void whatIsDisjointIsRefusedBeforeItIsCreated() {
        openDriver("VK_KHR_external_memory_fd");
        assertThatThrownBy(() -> external.createImage(
                        IMAGE.withFlags(VK11.VK_IMAGE_CREATE_DISJOINT_BIT), ExportRequest.as(OPAQUE_FD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave the flags 0x200 out");
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    @NeedsChecks
    void whatIsNotExportableIsRefusedBeforeAnythingIsCreated() {
        openDriver("VK_KHR_external_memory_fd");
        driver.externalMemory(0x4, 0, 0x1);
        assertThatThrownBy(() -> external.createBuffer(BUFFER, ExportRequest.as(OPAQUE_FD)))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkExportMemoryAllocateInfo-handleTypes-09860");
        assertThatThrownBy(() -> external.createImage(IMAGE, ExportRequest.as(OPAQUE_FD)))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkExportMemoryAllocateInfo-handleTypes-09860");
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    @NeedsChecks
    void typesThatDoNotGoTogetherAreRefusedBeforeAnythingIsCreated() {
        openDriver("VK_KHR_external_memory_win32");
        ExportRequest both = ExportRequest.as(OPAQUE_WIN32, OPAQUE_WIN32_KMT);
        driver.externalMemory(EXPORTABLE, 0, 0x2);
        assertThatThrownBy(() -> external.createBuffer(BUFFER, both))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkBufferCreateInfo-pNext-00920");
        assertThatThrownBy(() -> external.createImage(IMAGE, both))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkImageCreateInfo-pNext-00990");
        assertThat(driver.calls()).isEmpty();
        driver.externalMemory(EXPORTABLE, 0, 0x6);
        external = ExternalMemory.on(driver.device());
        external.createBuffer(BUFFER, both).close();
        external.createImage(IMAGE, both).close();
    }

    @Test
    void aMissingExtensionIsNamedBeforeAnythingIsCreated() {
        openDriver("VK_KHR_external_memory_fd");
        assertThatThrownBy(() -> external.createBuffer(BUFFER, ExportRequest.as(OPAQUE_FD, DMA_BUF_EXT)))
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageContaining("VK_EXT_external_memory_dma_buf");
        assertThatThrownBy(() -> external.createImage(IMAGE, ExportRequest.as(OPAQUE_WIN32)))
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageContaining("VK_KHR_external_memory_win32");
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    void aDeviceWithTheFamilyOfNvMakesImagesInItsWordsAndNoBuffers() {
        openDriver("VK_NV_external_memory", "VK_NV_external_memory_win32", "VK_NV_external_memory_capabilities");
        driver.externalMemory(EXPORTABLE | DEDICATED_ONLY, 0, 0x1);
        try (ExternalImage image = external.createImage(IMAGE, ExportRequest.as(OPAQUE_WIN32))) {
            assertThat(driver.call("vkCreateImage").chain("pCreateInfo").get(1))
                    .isEqualTo(structure("VkExternalMemoryImageCreateInfoNV", "handleTypes", 0x1));
            assertThat(allocation())
                    .contains(
                            structure("VkExportMemoryAllocateInfoNV", "handleTypes", 0x1),
                            structure("VkMemoryDedicatedAllocateInfo", "image", image.handle(), "buffer", 0L));
            MemoryDescription description = image.description(OPAQUE_WIN32);
            assertThat(description.handleType()).isEqualTo(OPAQUE_WIN32);
            assertThat(description.image()).contains(IMAGE);
        }
        assertThatThrownBy(() -> external.createBuffer(BUFFER, ExportRequest.as(OPAQUE_WIN32)))
                .isInstanceOf(MissingExtensionException.class)
                .hasMessageContaining("VK_KHR_external_memory_win32");
    }

    @Test
    void aWindowsHandleIsImportedAsItWasExported() {
        openDriver("VK_KHR_external_memory_win32");
        driver.externalMemory(EXPORTABLE, 0, 0x4);
        driver.resourcesNeed(true, false, 0b110);
        try (ExternalImage exported = external.createImage(IMAGE, ExportRequest.as(OPAQUE_WIN32_KMT))) {
            GlobalShareHandle handle = exported.memory().exportGlobalShareHandle(OPAQUE_WIN32_KMT);
            driver.forget();
            try (ExternalImage imported = external.importImage(handle, exported.description(OPAQUE_WIN32_KMT))) {
                assertThat(driver.call("vkCreateImage").chain("pCreateInfo").get(1))
                        .isEqualTo(structure("VkExternalMemoryImageCreateInfo", "handleTypes", 0x4));
                assertThat(allocation().get(0))
                        .isEqualTo(structure(
                                "VkMemoryAllocateInfo",
                                "allocationSize",
                                exported.memory().size(),
                                "memoryTypeIndex",
                                1));
                assertThat(allocation())
                        .contains(structure("VkMemoryDedicatedAllocateInfo", "image", imported.handle(), "buffer", 0L))
                        .extracting(RecordedStructure::name)
                        .contains("VkImportMemoryWin32HandleInfoKHR");
            }
        }
    }

    @Test
    @NeedsChecks
    void whatIsNotImportableIsRefusedBeforeAnythingIsCreated() {
        openDriver("VK_KHR_external_memory_win32");
        driver.externalMemory(EXPORTABLE, 0, 0x4);
        try (ExternalBuffer exported = external.createBuffer(BUFFER, ExportRequest.as(OPAQUE_WIN32_KMT))) {
            GlobalShareHandle handle = exported.memory().exportGlobalShareHandle(OPAQUE_WIN32_KMT);
            driver.externalMemory(0x2, 0, 0x4);
            external = ExternalMemory.on(driver.device());
            driver.forget();
            assertThatThrownBy(() -> external.importBuffer(handle, exported.description(OPAQUE_WIN32_KMT)))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkImportMemoryWin32HandleInfoKHR-handleType-09861");
            assertThat(driver.calls()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDmaBufGoesIntoATypeThatTheDriverAllows() {
        openDriver("VK_KHR_external_memory_fd", "VK_EXT_external_memory_dma_buf");
        driver.resourcesNeed(false, false, 0b101);
        MemoryDescription description =
                new MemoryDescription(1 << 20, 31, DMA_BUF_EXT, false, external.identity()).with(BUFFER);
        int fd = PosixFiles.openForReading("/dev/null");
        try (PosixFileDescriptor handle = PosixFileDescriptor.adopt(fd, DMA_BUF_EXT);
                ExternalBuffer imported = external.importBuffer(handle, description)) {
            // 0b101 for the buffer, 0b110 for the handle.
            assertThat(imported.memory().memoryTypeIndex()).isEqualTo(2);
            assertThat(imported.memory().size()).isEqualTo(1 << 20);
            assertThat(driver.call("vkCreateBuffer").chain("pCreateInfo").get(1).getInt("handleTypes"))
                    .isEqualTo(0x200);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDmaBufIsDedicatedAsTheImportersDriverWantsIt() {
        openDriver("VK_KHR_external_memory_fd", "VK_EXT_external_memory_dma_buf");
        driver.resourcesNeed(false, true, 0b111);
        MemoryDescription description =
                new MemoryDescription(1 << 20, 31, DMA_BUF_EXT, false, external.identity()).with(BUFFER);
        int fd = PosixFiles.openForReading("/dev/null");
        try (PosixFileDescriptor handle = PosixFileDescriptor.adopt(fd, DMA_BUF_EXT);
                ExternalBuffer imported = external.importBuffer(handle, description)) {
            assertThat(allocation())
                    .contains(structure("VkMemoryDedicatedAllocateInfo", "image", 0L, "buffer", imported.handle()));
        }
    }

    @Test
    void anOpaqueTypeThatTheResourceCannotLiveInIsSaid() {
        openDriver("VK_KHR_external_memory_win32");
        driver.externalMemory(EXPORTABLE, 0, 0x4);
        try (ExternalBuffer exported = external.createBuffer(BUFFER, ExportRequest.as(OPAQUE_WIN32_KMT))) {
            GlobalShareHandle handle = exported.memory().exportGlobalShareHandle(OPAQUE_WIN32_KMT);
            driver.resourcesNeed(false, false, 0b110);
            assertThatThrownBy(() -> external.importBuffer(handle, exported.description(OPAQUE_WIN32_KMT)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is of type 0, and here the same resource can live in 1 (HOST_VISIBLE |");
        }
    }

    @ParameterizedTest
    @CsvSource({"VK_KHR_get_memory_requirements2, vkGetBufferMemoryRequirements2KHR", ", vkGetBufferMemoryRequirements"
    })
    void aDeviceOfVulkan10IsAskedThroughItsExtensionOrAsEver(String extension, String command) {
        List<String> extensions = new ArrayList<>(List.of(
                "VK_KHR_get_physical_device_properties2",
                "VK_KHR_external_memory_capabilities",
                "VK_KHR_external_memory",
                "VK_KHR_external_memory_fd",
                "VK_KHR_dedicated_allocation"));
        Optional.ofNullable(extension).ifPresent(extensions::add);
        driver = RecordingDriver.ofVersion(VK10.VK_API_VERSION_1_0, extensions.toArray(String[]::new));
        external = ExternalMemory.on(driver.device());
        driver.resourcesNeed(true, true, 0b1);
        try (ExternalBuffer buffer = external.createBuffer(BUFFER, ExportRequest.as(OPAQUE_FD))) {
            assertThat(commands()).contains(command);
            assertThat(buffer.memory().size()).isEqualTo(1256);
        }
    }

    private static final BufferParameters ADDRESSED = new BufferParameters(
            1000,
            VK12.VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT,
            VK12.VK_BUFFER_CREATE_DEVICE_ADDRESS_CAPTURE_REPLAY_BIT);

    private static RecordedStructure flags(int flags, int deviceMask) {
        return structure("VkMemoryAllocateFlagsInfo", "flags", flags, "deviceMask", deviceMask);
    }

    @Test
    void memoryOfBufferWithDeviceAddressHasTheFlag() {
        openDriver("VK_KHR_external_memory_fd", "VK_KHR_buffer_device_address");
        BufferParameters plain = BufferParameters.of(1000, ADDRESSED.usage());
        external.createBuffer(plain, ExportRequest.as(OPAQUE_FD)).close();
        assertThat(allocation()).contains(flags(0x2, 0));
        driver.forget();
        external.createBuffer(ADDRESSED, ExportRequest.as(OPAQUE_FD)).close();
        assertThat(allocation()).contains(flags(0x2 | 0x4, 0));
    }

    @Test
    void flagsOfTheRequestAreKeptBesideTheDeviceAddress() {
        openDriver("VK_KHR_external_memory_fd", "VK_KHR_buffer_device_address");
        ExportRequest request =
                ExportRequest.as(OPAQUE_FD).with(MemoryAllocateFlagsInfo.of().withDeviceMask(1));
        external.createBuffer(ADDRESSED, request).close();
        assertThat(allocation())
                .filteredOn(info -> info.name().equals("VkMemoryAllocateFlagsInfo"))
                .containsExactly(flags(0x1 | 0x2 | 0x4, 1));
    }

    @Test
    void deviceWithoutAddressesOrWithTheFeatureOffGetsNoFlag() {
        openDriver("VK_KHR_external_memory_fd", "VK_EXT_buffer_device_address");
        external.createBuffer(ADDRESSED, ExportRequest.as(OPAQUE_FD)).close();
        assertThat(allocation()).extracting(RecordedStructure::name).doesNotContain("VkMemoryAllocateFlagsInfo");
        driver.close();
        openDriver("VK_KHR_external_memory_fd", "VK_KHR_buffer_device_address");
        ExternalMemory.on(driver.device(), DeviceFeatures.of())
                .createBuffer(ADDRESSED, ExportRequest.as(OPAQUE_FD))
                .close();
        assertThat(allocation()).extracting(RecordedStructure::name).doesNotContain("VkMemoryAllocateFlagsInfo");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void importedMemoryOfBufferWithDeviceAddressHasTheFlag() {
        openDriver("VK_KHR_external_memory_fd", "VK_KHR_buffer_device_address");
        try (ExternalBuffer exported = external.createBuffer(ADDRESSED, ExportRequest.as(OPAQUE_FD));
                PosixFileDescriptor one = exported.memory().exportPosixFileDescriptor(OPAQUE_FD);
                PosixFileDescriptor other = exported.memory().exportPosixFileDescriptor(OPAQUE_FD)) {
            driver.forget();
            external.importBuffer(one, exported.description(OPAQUE_FD)).close();
            assertThat(allocation()).contains(flags(0x2 | 0x4, 0));
            driver.forget();
            external.importMemory(other, exported.description(OPAQUE_FD)).close();
            assertThat(allocation()).contains(flags(0x2 | 0x4, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void textureIsImportedWithTheSizeOfItsDescriptionOrWithout(long size) {
        openDriver("VK_KHR_external_memory_win32");
        driver.externalMemory(EXPORTABLE | DEDICATED_ONLY, 0, 0x10);
        GlobalShareHandle handle = new GlobalShareHandle(0x44, D3D11_TEXTURE_KMT);
        ImageParameters texture = ImageParameters.of2D(VK10.VK_FORMAT_R8G8B8A8_UNORM, 64, 32, 0x6);
        var description = new MemoryDescription(size, 0, D3D11_TEXTURE_KMT, true, external.identity(), texture);
        try (ExternalImage image = external.importImage(handle, description)) {
            assertThat(allocation().get(0).getLong("allocationSize")).isEqualTo(size);
            assertThat(image.memory().size()).isEqualTo(size);
            assertThat(image.memory().description(D3D11_TEXTURE_KMT).allocationSize())
                    .isEqualTo(size);
        }
    }
}
