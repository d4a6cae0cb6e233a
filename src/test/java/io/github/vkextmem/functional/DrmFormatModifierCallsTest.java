package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.PosixFiles;
import io.github.vkextmem.handle.PosixFileDescriptor;
import io.github.vkextmem.memory.ExportRequest;
import io.github.vkextmem.memory.ExternalImage;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ImageDrmFormatModifierExplicitCreateInfoEXT;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageParameters;
import io.github.vkextmem.struct.MemoryDescription;
import io.github.vkextmem.struct.SubresourceLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Images of a dma-buf, whose texels lie as a DRM format modifier says, on the recording driver. */
class DrmFormatModifierCallsTest {

    private static final int TILING_DRM_FORMAT_MODIFIER = 1000158000;
    private static final long LINEAR = 0;
    private static final long TILED = 0x0100_0000_0000_0001L;
    private static final long TWO_PLANES = 0x0100_0000_0000_0004L;
    private static final ImageParameters IMAGE =
            ImageParameters.of2D(37, 64, 32, 0x6).withTiling(TILING_DRM_FORMAT_MODIFIER);
    private static final ExportRequest REQUEST = ExportRequest.as(DMA_BUF_EXT);

    private final RecordingDriver driver = RecordingDriver.with(
            "VK_KHR_external_memory_fd", "VK_EXT_external_memory_dma_buf", "VK_EXT_image_drm_format_modifier");
    private final ExternalMemory external = ExternalMemory.on(driver.device());

    DrmFormatModifierCallsTest() {
        driver.drmFormatModifiers(Map.of(LINEAR, 1, TILED, 1, TWO_PLANES, 2));
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(driver.leftovers()).isEmpty();
        driver.close();
    }

    private RecordedStructure behindTheImage(String name) {
        return driver.call("vkCreateImage").chain("pCreateInfo").stream()
                .filter(structure -> structure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachModifierIsAskedAbout() {
        assertThat(external.drmFormatModifiers(DMA_BUF_EXT, IMAGE.info()).keySet())
                .containsExactly(LINEAR, TILED, TWO_PLANES);
        assertThat(driver.queries())
                .filteredOn(call -> call.command().equals("vkGetPhysicalDeviceImageFormatProperties2"))
                .extracting(call -> call.chain("pImageFormatInfo"))
                .allSatisfy(chain -> assertThat(chain)
                        .contains(structure("VkPhysicalDeviceExternalImageFormatInfo", "handleType", 0x200)))
                .flatExtracting(chain -> chain.stream()
                        .filter(structure -> structure.name().contains("Modifier"))
                        .map(structure -> structure.getLong("drmFormatModifier"))
                        .toList())
                .containsExactly(LINEAR, TILED, TWO_PLANES);
    }

    @Test
    void aFormatWithoutModifiersHasNone() {
        driver.drmFormatModifiers(Map.of());
        assertThat(external.drmFormatModifiers(DMA_BUF_EXT, IMAGE.info())).isEmpty();
    }

    @Test
    void theDriverChoosesAmongThoseThatCanBeExportedAndTheChoiceTravels() {
        try (ExternalImage image = external.createImage(IMAGE, REQUEST)) {
            assertThat(behindTheImage("VkImageDrmFormatModifierListCreateInfoEXT"))
                    .isEqualTo(structure(
                            "VkImageDrmFormatModifierListCreateInfoEXT",
                            "drmFormatModifierCount",
                            3,
                            "pDrmFormatModifiers",
                            List.of(LINEAR, TILED, TWO_PLANES)));
            assertThat(image.parameters().drmFormatModifier())
                    .as("pitches without a meaning are 0, as an importer must give them")
                    .isEqualTo(new ImageDrmFormatModifierExplicitCreateInfoEXT(
                            TWO_PLANES,
                            List.of(
                                    new SubresourceLayout(0x10L * 0x80, 0, 256, 0, 0),
                                    new SubresourceLayout(0x10L * 0x100, 0, 256, 0, 0))));
            assertThat(image.description(DMA_BUF_EXT).image()).contains(image.parameters());
        }
    }

    @Test
    void aModifierThatHasNoImageAsLargeIsNotOffered() {
        driver.withoutMipLevels(TILED);
        ImageParameters levels = IMAGE.withMipLevels(2);
        external.createImage(levels, REQUEST).close();
        assertThat(behindTheImage("VkImageDrmFormatModifierListCreateInfoEXT"))
                .isEqualTo(structure(
                        "VkImageDrmFormatModifierListCreateInfoEXT",
                        "drmFormatModifierCount",
                        2,
                        "pDrmFormatModifiers",
                        List.of(LINEAR, TWO_PLANES)));
        driver.forget();
        assertThatThrownBy(() -> external.createImage(levels, REQUEST, List.of(LINEAR, TILED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the device has no image as large as")
                .hasMessageContaining("1 mip levels");
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    void pitchesOfLayersAndSlicesAreKeptWhereTheyMeanSomething() {
        ImageParameters layers = IMAGE.withArrayLayers(6);
        try (ExternalImage image = external.createImage(layers, REQUEST, List.of(TILED))) {
            assertThat(image.parameters().drmFormatModifier().planeLayouts().get(0))
                    .isEqualTo(new SubresourceLayout(0x10L * 0x80, 0, 256, 78, 0));
        }
        ImageParameters slices =
                ImageParameters.of(new ImageFormatInfo(37, 2, TILING_DRM_FORMAT_MODIFIER, 0x6, 0), 64, 32, 4);
        driver.forget();
        try (ExternalImage image = external.createImage(slices, REQUEST)) {
            assertThat(image.parameters().drmFormatModifier().planeLayouts().get(1))
                    .isEqualTo(new SubresourceLayout(0x10L * 0x100, 0, 256, 0, 79));
        }
    }

    @Test
    void onlyWhatBothSidesCanUseIsOffered() {
        try (ExternalImage image = external.createImage(IMAGE, REQUEST, List.of(LINEAR, TILED))) {
            assertThat(behindTheImage("VkImageDrmFormatModifierListCreateInfoEXT")
                            .members())
                    .containsEntry("pDrmFormatModifiers", List.of(LINEAR, TILED));
            assertThat(image.handle()).isNotZero();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theImporterSaysTheModifierAndTheLayoutOfThePlanes() {
        var modifier =
                new ImageDrmFormatModifierExplicitCreateInfoEXT(TILED, List.of(SubresourceLayout.ofPlane(4096, 512)));
        MemoryDescription description = new MemoryDescription(1 << 20, 0, DMA_BUF_EXT, false, external.identity())
                .with(IMAGE.withDrmFormatModifier(modifier));
        int fd = PosixFiles.openForReading("/dev/null");
        try (PosixFileDescriptor handle = PosixFileDescriptor.adopt(fd, DMA_BUF_EXT);
                ExternalImage imported = external.importImage(handle, description)) {
            assertThat(behindTheImage("VkImageDrmFormatModifierExplicitCreateInfoEXT")
                            .members())
                    .containsEntry("drmFormatModifier", TILED)
                    .containsEntry("drmFormatModifierPlaneCount", 1)
                    .containsEntry(
                            "pPlaneLayouts",
                            List.of(structure(
                                    "VkSubresourceLayout",
                                    "offset",
                                    4096L,
                                    "size",
                                    0L,
                                    "rowPitch",
                                    512L,
                                    "arrayPitch",
                                    0L,
                                    "depthPitch",
                                    0L)));
            assertThat(imported.parameters().modifier()).contains(modifier);
            assertThat(driver.queries())
                    .filteredOn(call -> call.command().equals("vkGetPhysicalDeviceImageFormatProperties2"))
                    .hasSize(1)
                    .flatExtracting(call -> call.chain("pImageFormatInfo"))
                    .extracting(RecordedStructure::name)
                    .contains("VkPhysicalDeviceImageDrmFormatModifierInfoEXT");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void modifierWithAnotherPlaneCountIsRefused() {
        SubresourceLayout plane = SubresourceLayout.ofPlane(4096, 512);
        for (var modifier : List.of(
                new ImageDrmFormatModifierExplicitCreateInfoEXT(TILED, List.of(plane, plane)),
                new ImageDrmFormatModifierExplicitCreateInfoEXT(TWO_PLANES, List.of(plane)),
                new ImageDrmFormatModifierExplicitCreateInfoEXT(0x99, List.of(plane)))) {
            MemoryDescription description = new MemoryDescription(1 << 20, 0, DMA_BUF_EXT, false, external.identity())
                    .with(IMAGE.withDrmFormatModifier(modifier));
            int fd = PosixFiles.openForReading("/dev/null");
            try (PosixFileDescriptor handle = PosixFileDescriptor.adopt(fd, DMA_BUF_EXT)) {
                assertThatThrownBy(() -> external.importImage(handle, description))
                        .isInstanceOf(ValidUsageException.class)
                        .hasMessageContaining(
                                "VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-drmFormatModifierPlaneCount-02265");
                assertThat(handle.isOpen()).isTrue();
            }
        }
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    void anImageWhoseModifierCannotBeReadIsGone() {
        driver.answer("vkGetImageDrmFormatModifierPropertiesEXT", -1);
        assertThatThrownBy(() -> external.createImage(IMAGE, REQUEST))
                .isInstanceOf(VulkanException.class)
                .hasMessageContaining("vkGetImageDrmFormatModifierPropertiesEXT returned VK_ERROR_OUT_OF_HOST_MEMORY");
        assertThat(driver.calls()).extracting(RecordedCall::command).contains("vkDestroyImage", "vkFreeMemory");
    }

    @Test
    void modifiersAreForTheirTilingOnly() {
        ImageParameters optimal = IMAGE.withTiling(0);
        assertThatThrownBy(() -> external.createImage(optimal, REQUEST, List.of(LINEAR)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tiling is 0");
        assertThatThrownBy(() -> external.createImage(IMAGE, REQUEST, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are 0");
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    @NeedsChecks
    void theTilingIsAskedAboutWithAModifierOnly() {
        assertThatThrownBy(() -> external.imageProperties(DMA_BUF_EXT, IMAGE.info()))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkPhysicalDeviceImageFormatInfo2-tiling-02249")
                .hasMessageContaining("ask drmFormatModifiers");
        assertThatThrownBy(() -> external.drmFormatModifiers(
                        DMA_BUF_EXT, IMAGE.withTiling(1).info()))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkPhysicalDeviceImageFormatInfo2-tiling-02249");
    }

    @Test
    void theExtensionIsNamed() {
        try (RecordingDriver without =
                RecordingDriver.with("VK_KHR_external_memory_fd", "VK_EXT_external_memory_dma_buf")) {
            assertThatThrownBy(() -> ExternalMemory.on(without.device()).drmFormatModifiers(DMA_BUF_EXT, IMAGE.info()))
                    .isInstanceOf(MissingExtensionException.class)
                    .hasMessageContaining("VK_EXT_image_drm_format_modifier");
        }
    }
}
