package io.github.vkextmem.functional;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.Parents.FORMAT_PROPERTIES_2;
import static io.github.vkextmem.struct.Parents.IMAGE_FORMAT_PROPERTIES_2;
import static io.github.vkextmem.struct.Parents.MEMORY_REQUIREMENTS_2;
import static io.github.vkextmem.struct.Parents.PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2;
import static io.github.vkextmem.struct.Parents.PHYSICAL_DEVICE_PROPERTIES_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.struct.DrmFormatModifierPropertiesEXT;
import io.github.vkextmem.struct.DrmFormatModifierPropertiesListEXT;
import io.github.vkextmem.struct.ExternalBufferProperties;
import io.github.vkextmem.struct.ExternalImageFormatProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.ImageFormatProperties;
import io.github.vkextmem.struct.MemoryDedicatedRequirements;
import io.github.vkextmem.struct.PhysicalDeviceExternalBufferInfo;
import io.github.vkextmem.struct.PhysicalDeviceExternalImageFormatInfo;
import io.github.vkextmem.struct.PhysicalDeviceExternalMemoryHostPropertiesEXT;
import io.github.vkextmem.struct.PhysicalDeviceIDProperties;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBufferMemoryRequirementsInfo2;
import org.lwjgl.vulkan.VkExtensionProperties;
import org.lwjgl.vulkan.VkExternalBufferProperties;
import org.lwjgl.vulkan.VkFormatProperties2;
import org.lwjgl.vulkan.VkImageFormatProperties2;
import org.lwjgl.vulkan.VkMemoryRequirements2;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceImageFormatInfo2;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;

/** The output records behind LWJGL's own structs and commands, filled by the driver under test. */
class OutputQueriesTest {

    private TestInstance instance;
    private TestDevice device;
    private VkPhysicalDevice physicalDevice;

    @BeforeEach
    void makeADevice() {
        instance = TestInstance.create();
        device = instance.device();
        physicalDevice = device.device().getPhysicalDevice();
    }

    @AfterEach
    void destroyIt() {
        device.close();
        instance.close();
        assertThat(instance.messages()).isEmpty();
    }

    @Test
    void whichDeviceItIs() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = PHYSICAL_DEVICE_PROPERTIES_2
                    .outputs(PhysicalDeviceIDProperties.TYPE)
                    .linkBehind(VkPhysicalDeviceProperties2.calloc(stack).sType$Default(), stack);
            VK11.vkGetPhysicalDeviceProperties2(physicalDevice, properties);
            PhysicalDeviceIDProperties id = PHYSICAL_DEVICE_PROPERTIES_2
                    .get(properties, PhysicalDeviceIDProperties.TYPE)
                    .orElseThrow();
            assertThat(id.deviceUUID()).isNotEqualTo(new UUID(0, 0));
            assertThat(id.identity()).isEqualTo(device.external().identity());
            assertThat(properties.properties().deviceNameString())
                    .isEqualTo(device.external().deviceName());
        }
    }

    @Test
    void howHostMemoryMustBeAligned() {
        assumeThat(device.external().hasExtension("VK_EXT_external_memory_host"))
                .as("VK_EXT_external_memory_host")
                .isTrue();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = PHYSICAL_DEVICE_PROPERTIES_2
                    .outputs(PhysicalDeviceIDProperties.TYPE, PhysicalDeviceExternalMemoryHostPropertiesEXT.TYPE)
                    .linkBehind(VkPhysicalDeviceProperties2.calloc(stack).sType$Default(), stack);
            VK11.vkGetPhysicalDeviceProperties2(physicalDevice, properties);
            long alignment = PHYSICAL_DEVICE_PROPERTIES_2
                    .get(properties, PhysicalDeviceExternalMemoryHostPropertiesEXT.TYPE)
                    .orElseThrow()
                    .minImportedHostPointerAlignment();
            assertThat(Long.bitCount(alignment))
                    .as("powers of two in %d", alignment)
                    .isOne();
            assertThat(PHYSICAL_DEVICE_PROPERTIES_2.read(properties)).hasSize(2);
        }
    }

    @Test
    void whatABufferNeeds() {
        TestDevice.Resource buffer = device.createBuffer(4096, OPAQUE_FD);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkBufferMemoryRequirementsInfo2.calloc(stack)
                    .sType$Default()
                    .buffer(buffer.handle());
            var needs = MEMORY_REQUIREMENTS_2
                    .outputs(MemoryDedicatedRequirements.TYPE)
                    .linkBehind(VkMemoryRequirements2.calloc(stack).sType$Default(), stack);
            VK11.vkGetBufferMemoryRequirements2(device.device(), info, needs);
            assertThat(needs.memoryRequirements().size()).isEqualTo(buffer.size());
            MemoryDedicatedRequirements dedicated = MEMORY_REQUIREMENTS_2
                    .get(needs, MemoryDedicatedRequirements.TYPE)
                    .orElseThrow();
            assertThat(dedicated.requiresDedicatedAllocation())
                    .isEqualTo(device.external()
                            .bufferProperties(OPAQUE_FD, TestDevice.BUFFER_USAGE)
                            .isDedicatedOnly());
        } finally {
            VK10.vkDestroyBuffer(device.device(), buffer.handle(), null);
        }
    }

    @Test
    void whatAHandleTypeCanDoForAnImage() {
        ImageFormatInfo texture = new ImageFormatInfo(
                VK10.VK_FORMAT_R8G8B8A8_UNORM,
                VK10.VK_IMAGE_TYPE_2D,
                VK10.VK_IMAGE_TILING_OPTIMAL,
                VK10.VK_IMAGE_USAGE_SAMPLED_BIT,
                0);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkPhysicalDeviceImageFormatInfo2.calloc(stack)
                    .sType$Default()
                    .format(texture.format())
                    .type(texture.type())
                    .tiling(texture.tiling())
                    .usage(texture.usage());
            PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2
                    .tail(PhysicalDeviceExternalImageFormatInfo.of(OPAQUE_FD))
                    .linkBehind(info, stack);
            var properties = IMAGE_FORMAT_PROPERTIES_2
                    .outputs(ExternalImageFormatProperties.TYPE)
                    .linkBehind(VkImageFormatProperties2.calloc(stack).sType$Default(), stack);
            assertThat(VK11.vkGetPhysicalDeviceImageFormatProperties2(physicalDevice, info, properties))
                    .isZero();
            assertThat(IMAGE_FORMAT_PROPERTIES_2.get(properties, ExternalImageFormatProperties.TYPE))
                    .contains(
                            new ExternalImageFormatProperties(device.external().imageProperties(OPAQUE_FD, texture)));
            assertThat(ImageFormatProperties.read(properties.imageFormatProperties())
                            .maxWidth())
                    .isGreaterThanOrEqualTo(4096);
        }
    }

    @Test
    void whatAHandleTypeCanDoForABuffer() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = PhysicalDeviceExternalBufferInfo.of(OPAQUE_FD, TestDevice.BUFFER_USAGE)
                    .marshal(stack);
            var properties = VkExternalBufferProperties.calloc(stack).sType$Default();
            VK11.vkGetPhysicalDeviceExternalBufferProperties(physicalDevice, info, properties);
            assertThat(ExternalBufferProperties.read(properties).externalMemoryProperties())
                    .isEqualTo(device.external().bufferProperties(OPAQUE_FD, TestDevice.BUFFER_USAGE));
        }
    }

    @Test
    void whichModifiersAFormatHas() {
        assumeThat(deviceHas("VK_EXT_image_drm_format_modifier"))
                .as("VK_EXT_image_drm_format_modifier")
                .isTrue();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var counted = FORMAT_PROPERTIES_2
                    .outputs(DrmFormatModifierPropertiesListEXT.TYPE)
                    .linkBehind(VkFormatProperties2.calloc(stack).sType$Default(), stack);
            VK11.vkGetPhysicalDeviceFormatProperties2(physicalDevice, VK10.VK_FORMAT_B8G8R8A8_UNORM, counted);
            int count = FORMAT_PROPERTIES_2
                    .get(counted, DrmFormatModifierPropertiesListEXT.TYPE)
                    .orElseThrow()
                    .drmFormatModifierCount();
            assertThat(count).isPositive();
            var filled = FORMAT_PROPERTIES_2
                    .tail(DrmFormatModifierPropertiesListEXT.room(count))
                    .linkBehind(VkFormatProperties2.calloc(stack).sType$Default(), stack);
            VK11.vkGetPhysicalDeviceFormatProperties2(physicalDevice, VK10.VK_FORMAT_B8G8R8A8_UNORM, filled);
            List<DrmFormatModifierPropertiesEXT> modifiers = FORMAT_PROPERTIES_2
                    .get(filled, DrmFormatModifierPropertiesListEXT.TYPE)
                    .orElseThrow()
                    .drmFormatModifierProperties();
            assertThat(modifiers)
                    .hasSize(count)
                    .allSatisfy(modifier ->
                            assertThat(modifier.drmFormatModifierPlaneCount()).isPositive());
        }
    }

    private boolean deviceHas(String extension) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var count = stack.callocInt(1);
            VK10.vkEnumerateDeviceExtensionProperties(physicalDevice, (String) null, count, null);
            try (var extensions = VkExtensionProperties.calloc(count.get(0))) {
                VK10.vkEnumerateDeviceExtensionProperties(physicalDevice, (String) null, count, extensions);
                return extensions.stream()
                        .map(VkExtensionProperties::extensionNameString)
                        .anyMatch(extension::equals);
            }
        }
    }
}
