package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.struct.ExportMemoryAllocateInfoNV;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypeNV;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import io.github.vkextmem.struct.MemoryAllocateInfo;
import java.util.EnumSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.vulkan.VK10;

/** What the driver under test says of itself. */
class CapabilitiesTest {

    private static final ImageFormatInfo TEXTURE = new ImageFormatInfo(
            VK10.VK_FORMAT_R8G8B8A8_UNORM,
            VK10.VK_IMAGE_TYPE_2D,
            VK10.VK_IMAGE_TILING_OPTIMAL,
            VK10.VK_IMAGE_USAGE_SAMPLED_BIT,
            0);

    private TestInstance instance;
    private TestDevice device;

    @BeforeEach
    void makeADevice() {
        instance = TestInstance.create();
        device = instance.device();
    }

    @AfterEach
    void destroyIt() {
        device.close();
        instance.close();
        assertThat(instance.messages()).isEmpty();
    }

    @Test
    void whatItExportsIsCompatibleWithItself() {
        int shareable = 0;
        // The types up to VK_EXT_external_memory_dma_buf: an older layer calls newer ones unknown.
        for (ExternalMemoryHandleType type :
                EnumSet.range(ExternalMemoryHandleType.OPAQUE_FD, ExternalMemoryHandleType.DMA_BUF_EXT)) {
            for (ExternalMemoryProperties properties : new ExternalMemoryProperties[] {
                device.external().bufferProperties(type, TestDevice.BUFFER_USAGE),
                device.external().imageProperties(type, TEXTURE)
            }) {
                if (properties.isExportable() || properties.isImportable()) {
                    assertThat(properties.compatibleHandleTypes())
                            .as(type.name())
                            .contains(type);
                    shareable++;
                }
            }
        }
        assumeTrue(shareable > 0, "the driver shares no memory");
    }

    @Test
    void anImageThatTheDeviceDoesNotHaveCanDoNothing() {
        ImageFormatInfo none = new ImageFormatInfo(
                VK10.VK_FORMAT_UNDEFINED + 184,
                VK10.VK_IMAGE_TYPE_3D,
                VK10.VK_IMAGE_TILING_LINEAR,
                VK10.VK_IMAGE_USAGE_STORAGE_BIT,
                0);
        assertThat(device.external()
                        .imageProperties(ExternalMemoryHandleType.OPAQUE_FD, none)
                        .externalMemoryFeatures())
                .isEmpty();
    }

    @Test
    @NeedsChecks
    void refusesAQueryForNoUse() {
        assertThatThrownBy(() -> device.external().bufferProperties(ExternalMemoryHandleType.OPAQUE_FD, 0))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkPhysicalDeviceExternalBufferInfo-usage-requiredbitmask");
    }

    @Test
    void theDeviceHasAnIdentityThatIsTheSameEachTime() {
        assertThat(device.external().identity().deviceUUID()).isNotEqualTo(new UUID(0, 0));
        try (TestDevice again = instance.device()) {
            assertThat(again.external().identity()).isEqualTo(device.external().identity());
        }
    }

    @Test
    void namesTheExtensionThatAStructureNeeds() {
        assumeFalse(device.external().hasExtension("VK_NV_external_memory"), "the driver has VK_NV_external_memory");
        assertThatThrownBy(() -> device.external()
                        .allocate(MemoryAllocateInfo.of(4096, 0)
                                .with(ExportMemoryAllocateInfoNV.of(ExternalMemoryHandleTypeNV.OPAQUE_WIN32))))
                .isInstanceOfSatisfying(
                        MissingExtensionException.class,
                        e -> assertThat(e.extension()).isEqualTo("VK_NV_external_memory"))
                .hasMessageContaining(device.external().deviceName())
                .hasMessageContaining("ppEnabledExtensionNames");
    }

    @Test
    void anExtensionThatNobodyKnowsIsNotOn() {
        assertThat(device.external().hasExtension("VK_KHR_external_memory_df")).isFalse();
        assertThat(device.external().hasExtension("apiVersion")).isFalse();
        assertThat(device.external().hasExtension("vkMapMemory")).isFalse();
    }

    @Test
    void namesTheInstanceExtensionThatAQueryNeeds() {
        assertThatThrownBy(() -> device.external().imagePropertiesNV(ExternalMemoryHandleTypeNV.OPAQUE_WIN32, TEXTURE))
                .isInstanceOfSatisfying(
                        MissingExtensionException.class,
                        e -> assertThat(e.extension()).isEqualTo("VK_NV_external_memory_capabilities"));
    }
}
