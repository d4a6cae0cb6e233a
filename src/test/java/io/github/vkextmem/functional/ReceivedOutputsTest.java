package io.github.vkextmem.functional;

import static io.github.vkextmem.recording.RecordedStructure.structure;
import static io.github.vkextmem.struct.Parents.FORMAT_PROPERTIES_2;
import static io.github.vkextmem.struct.Parents.PHYSICAL_DEVICE_FEATURES_2;
import static io.github.vkextmem.struct.Parents.PHYSICAL_DEVICE_PROPERTIES_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.recording.SoiledStack;
import io.github.vkextmem.struct.DrmFormatModifierPropertiesEXT;
import io.github.vkextmem.struct.DrmFormatModifierPropertiesListEXT;
import io.github.vkextmem.struct.PhysicalDeviceExternalMemoryHostPropertiesEXT;
import io.github.vkextmem.struct.PhysicalDeviceExternalMemoryRDMAFeaturesNV;
import io.github.vkextmem.struct.PhysicalDeviceIDProperties;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkFormatProperties2;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceFeatures2;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;

/** What a driver receives when it is asked for outputs, and what it answers: on the recording driver. */
class ReceivedOutputsTest {

    private final RecordingDriver driver = RecordingDriver.with();
    private final VkPhysicalDevice physicalDevice = driver.device().getPhysicalDevice();

    @BeforeEach
    void soil() {
        SoiledStack.fill();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void propertiesArriveZeroedAndComeBackFilled() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = PHYSICAL_DEVICE_PROPERTIES_2
                    .outputs(PhysicalDeviceIDProperties.TYPE, PhysicalDeviceExternalMemoryHostPropertiesEXT.TYPE)
                    .linkBehind(VkPhysicalDeviceProperties2.calloc(stack).sType$Default(), stack);
            VK11.vkGetPhysicalDeviceProperties2(physicalDevice, properties);
            assertThat(driver.call("vkGetPhysicalDeviceProperties2")
                            .chain("pProperties")
                            .subList(1, 3))
                    .containsExactly(
                            structure(
                                    "VkPhysicalDeviceIDProperties",
                                    "deviceUUID",
                                    "0".repeat(32),
                                    "driverUUID",
                                    "0".repeat(32),
                                    "deviceLUID",
                                    "0".repeat(16),
                                    "deviceNodeMask",
                                    0,
                                    "deviceLUIDValid",
                                    false),
                            structure(
                                    "VkPhysicalDeviceExternalMemoryHostPropertiesEXT",
                                    "minImportedHostPointerAlignment",
                                    0L));
            assertThat(PHYSICAL_DEVICE_PROPERTIES_2.read(properties))
                    .containsExactly(
                            new PhysicalDeviceIDProperties(
                                    RecordingDriver.DEVICE_UUID,
                                    RecordingDriver.DRIVER_UUID,
                                    RecordingDriver.DEVICE_LUID,
                                    1,
                                    true),
                            new PhysicalDeviceExternalMemoryHostPropertiesEXT(RecordingDriver.HOST_POINTER_ALIGNMENT));
        }
    }

    @Test
    void featuresComeBackFilled() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var features = PHYSICAL_DEVICE_FEATURES_2
                    .outputs(PhysicalDeviceExternalMemoryRDMAFeaturesNV.TYPE)
                    .linkBehind(VkPhysicalDeviceFeatures2.calloc(stack).sType$Default(), stack);
            VK11.vkGetPhysicalDeviceFeatures2(physicalDevice, features);
            assertThat(driver.call("vkGetPhysicalDeviceFeatures2")
                            .chain("pFeatures")
                            .get(1))
                    .isEqualTo(structure("VkPhysicalDeviceExternalMemoryRDMAFeaturesNV", "externalMemoryRDMA", false));
            assertThat(PHYSICAL_DEVICE_FEATURES_2.get(features, PhysicalDeviceExternalMemoryRDMAFeaturesNV.TYPE))
                    .contains(new PhysicalDeviceExternalMemoryRDMAFeaturesNV(true));
        }
    }

    @Test
    void modifiersAreCountedAndThenFetched() {
        DrmFormatModifierPropertiesListEXT counted;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = FORMAT_PROPERTIES_2
                    .outputs(DrmFormatModifierPropertiesListEXT.TYPE)
                    .linkBehind(VkFormatProperties2.calloc(stack).sType$Default(), stack);
            VK11.vkGetPhysicalDeviceFormatProperties2(physicalDevice, 37, properties);
            counted = FORMAT_PROPERTIES_2
                    .get(properties, DrmFormatModifierPropertiesListEXT.TYPE)
                    .orElseThrow();
        }
        assertThat(counted).isEqualTo(new DrmFormatModifierPropertiesListEXT(3, List.of()));
        driver.forget();
        assertThat(modifiers(counted.drmFormatModifierCount()))
                .containsExactly(
                        new DrmFormatModifierPropertiesEXT(RecordingDriver.MODIFIERS.get(0), 1, 1),
                        new DrmFormatModifierPropertiesEXT(RecordingDriver.MODIFIERS.get(1), 2, 2),
                        new DrmFormatModifierPropertiesEXT(RecordingDriver.MODIFIERS.get(2), 3, 4));
        Object zero = structure(
                "VkDrmFormatModifierPropertiesEXT",
                "drmFormatModifier",
                0L,
                "drmFormatModifierPlaneCount",
                0,
                "drmFormatModifierTilingFeatures",
                0);
        assertThat(driver.call("vkGetPhysicalDeviceFormatProperties2")
                        .chain("pFormatProperties")
                        .get(1))
                .isEqualTo(structure(
                        "VkDrmFormatModifierPropertiesListEXT",
                        "drmFormatModifierCount",
                        3,
                        "pDrmFormatModifierProperties",
                        List.of(zero, zero, zero)));
    }

    /** The count that a driver writes may be below the room that it got. */
    @Test
    void roomThatIsNotUsedIsNotRead() {
        assertThat(modifiers(2)).hasSize(2);
        assertThat(modifiers(8)).hasSize(3);
    }

    private List<DrmFormatModifierPropertiesEXT> modifiers(int room) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = FORMAT_PROPERTIES_2
                    .tail(DrmFormatModifierPropertiesListEXT.room(room))
                    .linkBehind(VkFormatProperties2.calloc(stack).sType$Default(), stack);
            VK11.vkGetPhysicalDeviceFormatProperties2(physicalDevice, 37, properties);
            return FORMAT_PROPERTIES_2
                    .get(properties, DrmFormatModifierPropertiesListEXT.TYPE)
                    .orElseThrow()
                    .drmFormatModifierProperties();
        }
    }
}
