package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.D3D11_TEXTURE;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkDedicatedAllocationBufferCreateInfoNV;
import org.lwjgl.vulkan.VkDedicatedAllocationImageCreateInfoNV;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkDeviceGroupDeviceCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryBufferCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfo;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfoNV;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceBufferDeviceAddressFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceDedicatedAllocationImageAliasingFeaturesNV;
import org.lwjgl.vulkan.VkPhysicalDeviceProtectedMemoryFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan11Features;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan12Features;

/** What a device, a buffer or an image was created with, read from LWJGL's structs. */
class CreatedWithTest {

    private final MemoryStack stack = MemoryStack.create(4096).push();

    @AfterEach
    void pop() {
        stack.pop();
    }

    private VkDeviceCreateInfo device() {
        return VkDeviceCreateInfo.calloc(stack).sType$Default();
    }

    @Test
    void aDeviceWithoutAChainHasNoneOfTheFeatures() {
        assertThat(DeviceFeatures.read(device())).isEqualTo(DeviceFeatures.of());
        assertThat(DeviceFeatures.of().physicalDeviceCount()).isEqualTo(1);
    }

    @Test
    void featuresAreReadFromTheStructuresOfTheirVersions() {
        var info = device();
        info.pNext(
                VkPhysicalDeviceVulkan11Features.calloc(stack).sType$Default().protectedMemory(true));
        info.pNext(
                VkPhysicalDeviceVulkan12Features.calloc(stack).sType$Default().bufferDeviceAddress(true));
        assertThat(DeviceFeatures.read(info))
                .isEqualTo(DeviceFeatures.of(DeviceFeature.PROTECTED_MEMORY, DeviceFeature.BUFFER_DEVICE_ADDRESS));
    }

    @Test
    void featuresAreReadFromTheStructuresOfTheirExtensions() {
        var info = device();
        info.pNext(VkPhysicalDeviceProtectedMemoryFeatures.calloc(stack)
                .sType$Default()
                .protectedMemory(true));
        info.pNext(VkPhysicalDeviceBufferDeviceAddressFeatures.calloc(stack)
                .sType$Default()
                .bufferDeviceAddressCaptureReplay(true));
        info.pNext(VkPhysicalDeviceDedicatedAllocationImageAliasingFeaturesNV.calloc(stack)
                .sType$Default()
                .dedicatedAllocationImageAliasing(true));
        assertThat(DeviceFeatures.read(info).features())
                .isEqualTo(Set.of(
                        DeviceFeature.PROTECTED_MEMORY,
                        DeviceFeature.BUFFER_DEVICE_ADDRESS_CAPTURE_REPLAY,
                        DeviceFeature.DEDICATED_ALLOCATION_IMAGE_ALIASING));
    }

    @Test
    void aFeatureThatIsNamedAndFalseIsOff() {
        var info = device();
        info.pNext(VkPhysicalDeviceVulkan12Features.calloc(stack).sType$Default());
        info.pNext(VkPhysicalDeviceProtectedMemoryFeatures.calloc(stack).sType$Default());
        assertThat(DeviceFeatures.read(info)).isEqualTo(DeviceFeatures.of());
    }

    @Test
    void aGroupHasAsManyPhysicalDevicesAsItNames() {
        var info = device();
        info.pNext(
                VkDeviceGroupDeviceCreateInfo.calloc(stack).sType$Default().pPhysicalDevices(stack.pointers(1, 2, 3)));
        assertThat(DeviceFeatures.read(info)).isEqualTo(DeviceFeatures.of().withPhysicalDeviceCount(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceFeatures.of().withPhysicalDeviceCount(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceFeatures.of().withPhysicalDeviceCount(33));
    }

    @Test
    void aChainWithoutAnEndIsRefusedAndNotWalkedForEver() {
        var features = VkPhysicalDeviceVulkan12Features.calloc(stack).sType$Default();
        var info = device().pNext(features);
        features.pNext(features.address());
        assertThatThrownBy(() -> DeviceFeatures.read(info))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkDeviceCreateInfo-sType-unique");

        var external = VkExternalMemoryBufferCreateInfo.calloc(stack).sType$Default();
        var buffer = VkBufferCreateInfo.calloc(stack)
                .sType$Default()
                .size(1)
                .usage(1)
                .pNext(external);
        external.pNext(external.address());
        assertThatThrownBy(() -> BufferResource.read(1, buffer))
                .isInstanceOf(ValidUsageException.class)
                .hasMessageContaining("VUID-VkBufferCreateInfo-sType-unique");
    }

    private VkBufferCreateInfo buffer() {
        return VkBufferCreateInfo.calloc(stack)
                .sType$Default()
                .flags(0x8)
                .size(1000)
                .usage(0x3);
    }

    @Test
    void aBufferSaysWhatItIsFor() {
        BufferParameters parameters = new BufferParameters(1000, 0x3, 0x8);
        assertThat(BufferResource.read(7, buffer())).isEqualTo(BufferResource.of(7, parameters));
        var info = buffer();
        info.pNext(
                VkExternalMemoryBufferCreateInfo.calloc(stack).sType$Default().handleTypes(0x201));
        assertThat(BufferResource.read(7, info)).isEqualTo(BufferResource.of(7, parameters, OPAQUE_FD, DMA_BUF_EXT));
        info.pNext(VkDedicatedAllocationBufferCreateInfoNV.calloc(stack)
                .sType$Default()
                .dedicatedAllocation(true));
        assertThat(BufferResource.read(7, info))
                .isEqualTo(
                        BufferResource.of(7, parameters, OPAQUE_FD, DMA_BUF_EXT).withDedicatedAllocationNV());
        assertThatIllegalArgumentException().isThrownBy(() -> BufferResource.read(0, info));
    }

    private VkImageCreateInfo image() {
        return VkImageCreateInfo.calloc(stack)
                .sType$Default()
                .flags(0x20)
                .imageType(2)
                .format(37)
                .extent(extent -> extent.set(64, 32, 16))
                .mipLevels(3)
                .arrayLayers(2)
                .samples(4)
                .tiling(1)
                .usage(0x5);
    }

    @Test
    void anImageSaysWhatItIsFor() {
        ImageParameters parameters =
                new ImageParameters(new ImageFormatInfo(37, 2, 1, 0x5, 0x20), 64, 32, 16, 3, 2, 4, null);
        var info = image();
        info.pNext(VkDedicatedAllocationImageCreateInfoNV.calloc(stack).sType$Default());
        assertThat(ImageResource.read(7, info)).isEqualTo(ImageResource.of(7, parameters));
        info.pNext(VkExternalMemoryImageCreateInfo.calloc(stack).sType$Default().handleTypes(0x1));
        assertThat(ImageResource.read(7, info)).isEqualTo(ImageResource.of(7, parameters, OPAQUE_FD));
        var nv = image();
        nv.pNext(VkExternalMemoryImageCreateInfoNV.calloc(stack).sType$Default().handleTypes(0x4));
        nv.pNext(VkDedicatedAllocationImageCreateInfoNV.calloc(stack)
                .sType$Default()
                .dedicatedAllocation(true));
        assertThat(ImageResource.read(7, nv))
                .isEqualTo(ImageResource.of(7, parameters, D3D11_TEXTURE).withDedicatedAllocationNV());
        assertThatIllegalArgumentException().isThrownBy(() -> ImageResource.of(0, parameters));
    }
}
