package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MappedMemory;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.recording.SoiledStack;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryHandleTypesNV;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.vulkan.VK10;

/**
 * What a driver is asked about its capabilities and for mappings, and that its answers come back unchanged.
 *
 * <p>On the recording driver, which is no real one.
 */
class ReceivedQueriesTest {

    private static final String[] INSTANCE_EXTENSIONS = {
        "VK_KHR_get_physical_device_properties2",
        "VK_KHR_external_memory_capabilities",
        "VK_NV_external_memory_capabilities"
    };
    private static final ImageFormatInfo USE = new ImageFormatInfo(37, 1, 0, 0x14, 0x8);

    @BeforeEach
    void reportTheSeed(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SoiledStack.SEED));
    }

    private static RecordingDriver driver(boolean core) {
        return core
                ? RecordingDriver.with(INSTANCE_EXTENSIONS)
                : RecordingDriver.ofVersion(VK10.VK_API_VERSION_1_0, INSTANCE_EXTENSIONS);
    }

    private static ExternalMemory external(RecordingDriver driver) {
        SoiledStack.fill();
        ExternalMemory external = ExternalMemory.on(driver.device());
        SoiledStack.fill();
        return external;
    }

    private static RecordedStructure noExternalMemory() {
        return structure(
                "VkExternalMemoryProperties",
                "externalMemoryFeatures",
                0,
                "exportFromImportedHandleTypes",
                0,
                "compatibleHandleTypes",
                0);
    }

    private static RecordedStructure noImage() {
        return structure(
                "VkImageFormatProperties",
                "maxExtent",
                structure("VkExtent3D", "width", 0, "height", 0, "depth", 0),
                "maxMipLevels",
                0,
                "maxArrayLayers",
                0,
                "sampleCounts",
                0,
                "maxResourceSize",
                0L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theIdentityIsAskedOnceWithAZeroedStructure(boolean core) {
        try (RecordingDriver driver = driver(core)) {
            var external = external(driver);
            assertThat(external.identity().deviceUUID()).isEqualTo(RecordingDriver.DEVICE_UUID);
            assertThat(external.identity().driverUUID()).isEqualTo(RecordingDriver.DRIVER_UUID);
            assertThat(external.identity().deviceLUID()).hasValue(RecordingDriver.DEVICE_LUID);
            assertThat(external.identity().deviceNodeMask()).isEqualTo(1);
            String none = "00".repeat(16);
            assertThat(driver.call("vkGetPhysicalDeviceProperties2" + (core ? "" : "KHR"))
                            .chain("pProperties")
                            .get(1))
                    .isEqualTo(structure(
                            "VkPhysicalDeviceIDProperties",
                            "deviceUUID",
                            none,
                            "driverUUID",
                            none,
                            "deviceLUID",
                            "00".repeat(8),
                            "deviceNodeMask",
                            0,
                            "deviceLUIDValid",
                            false));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBufferQueryCarriesUsageFlagsAndBit(boolean core) {
        try (RecordingDriver driver = driver(core)) {
            driver.externalMemory(0x7, 0x2, 0x42);
            var answer = external(driver).bufferProperties(ExternalMemoryHandleType.D3D12_RESOURCE, 0x22, 0x1);
            var call = driver.call("vkGetPhysicalDeviceExternalBufferProperties" + (core ? "" : "KHR"));
            assertThat(call.chain("pExternalBufferInfo"))
                    .containsExactly(structure(
                            "VkPhysicalDeviceExternalBufferInfo", "flags", 0x1, "usage", 0x22, "handleType", 0x40));
            assertThat(call.chain("pExternalBufferProperties"))
                    .containsExactly(
                            structure("VkExternalBufferProperties", "externalMemoryProperties", noExternalMemory()));
            assertThat(answer.externalMemoryFeatures().bits()).isEqualTo(0x7);
            assertThat(answer.exportFromImportedHandleTypes()).isEqualTo(ExternalMemoryHandleTypes.ofBits(0x2));
            assertThat(answer.compatibleHandleTypes()).isEqualTo(ExternalMemoryHandleTypes.ofBits(0x42));
            assertThat(driver.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyHandleTypeIsAskedAboutWithItsOwnBit(ExternalMemoryHandleType type) {
        try (RecordingDriver driver = driver(true)) {
            external(driver).bufferProperties(type, 1);
            assertThat(driver.call("vkGetPhysicalDeviceExternalBufferProperties")
                            .chain("pExternalBufferInfo")
                            .get(0)
                            .getInt("handleType"))
                    .isEqualTo(1 << type.ordinal());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anImageQueryCarriesTheImageAndTheBit(boolean core) {
        try (RecordingDriver driver = driver(core)) {
            driver.externalMemory(0x1 | 0x4, 0, 0x1);
            var answer = external(driver).imageProperties(ExternalMemoryHandleType.OPAQUE_FD, USE);
            var call = driver.call("vkGetPhysicalDeviceImageFormatProperties2" + (core ? "" : "KHR"));
            assertThat(call.chain("pImageFormatInfo"))
                    .containsExactly(
                            structure(
                                    "VkPhysicalDeviceImageFormatInfo2",
                                    "format",
                                    37,
                                    "type",
                                    1,
                                    "tiling",
                                    0,
                                    "usage",
                                    0x14,
                                    "flags",
                                    0x8),
                            structure("VkPhysicalDeviceExternalImageFormatInfo", "handleType", 0x1));
            assertThat(call.chain("pImageFormatProperties"))
                    .containsExactly(
                            structure("VkImageFormatProperties2", "imageFormatProperties", noImage()),
                            structure(
                                    "VkExternalImageFormatProperties", "externalMemoryProperties", noExternalMemory()));
            assertThat(answer.isDedicatedOnly()).isTrue();
            assertThat(answer.isExportable()).isFalse();
            assertThat(answer.isImportable()).isTrue();
        }
    }

    @Test
    void anNvImageQueryCarriesTheImageAndTheNvBit() {
        try (RecordingDriver driver = driver(true)) {
            driver.externalMemory(0x2, 0x1, 0x3);
            var answer = external(driver)
                    .imagePropertiesNV(ExternalMemoryHandleTypeNV.D3D11_IMAGE, USE)
                    .orElseThrow();
            var call = driver.call("vkGetPhysicalDeviceExternalImageFormatPropertiesNV");
            assertThat(List.of("format", "type", "tiling", "usage", "flags", "externalHandleType"))
                    .map(call::argument)
                    .containsExactly(37, 1, 0, 0x14, 0x8, 0x4);
            assertThat(call.chain("pExternalImageFormatProperties"))
                    .containsExactly(structure(
                            "VkExternalImageFormatPropertiesNV",
                            "imageFormatProperties",
                            noImage(),
                            "externalMemoryFeatures",
                            0,
                            "exportFromImportedHandleTypes",
                            0,
                            "compatibleHandleTypes",
                            0));
            assertThat(answer.isExportable()).isTrue();
            assertThat(answer.exportFromImportedHandleTypes()).isEqualTo(ExternalMemoryHandleTypesNV.ofBits(0x1));
            assertThat(answer.compatibleHandleTypes()).isEqualTo(ExternalMemoryHandleTypesNV.ofBits(0x3));
        }
    }

    @Test
    void aMappingIsOfTheWholeMemoryAndFlushedWhereItIsNotCoherent() {
        try (RecordingDriver driver = driver(true)) {
            var external = external(driver);
            var info = MemoryAllocateInfo.of(4096, RecordingDriver.NOT_COHERENT);
            try (DeviceMemory memory = external.allocate(info);
                    MappedMemory mapped = memory.map()) {
                mapped.bytes().putInt(0, 42);
                var map = driver.call("vkMapMemory");
                assertThat(List.of("memory", "offset", "size", "flags"))
                        .map(map::argument)
                        .containsExactly(memory.handle(), 0L, -1L, 0);
                SoiledStack.fill();
                mapped.flush();
                assertThat(driver.call("vkFlushMappedMemoryRanges").chain("pMemoryRanges"))
                        .isEqualTo(driver.call("vkInvalidateMappedMemoryRanges").chain("pMemoryRanges"))
                        .containsExactly(
                                structure("VkMappedMemoryRange", "memory", memory.handle(), "offset", 0L, "size", -1L));
            }
            assertThat(driver.commands())
                    .containsExactly(
                            "vkAllocateMemory",
                            "vkMapMemory",
                            "vkInvalidateMappedMemoryRanges",
                            "vkFlushMappedMemoryRanges",
                            "vkFlushMappedMemoryRanges",
                            "vkUnmapMemory",
                            "vkFreeMemory");
            assertThat(driver.leftovers()).isEmpty();
        }
    }

    @Test
    void coherentMemoryIsNeitherFlushedNorInvalidated() {
        try (RecordingDriver driver = driver(true)) {
            var external = external(driver);
            try (DeviceMemory memory = external.allocate(MemoryAllocateInfo.of(4096, RecordingDriver.COHERENT))) {
                MappedMemory mapped = memory.map();
                mapped.flush();
                mapped.invalidate();
            }
            assertThat(driver.commands())
                    .containsExactly("vkAllocateMemory", "vkMapMemory", "vkUnmapMemory", "vkFreeMemory");
        }
    }
}
