package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.HOST_ALLOCATION_EXT;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32;
import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_WIN32_KMT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TwoDevices;
import io.github.vkextmem.struct.DeviceIdentity;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryHandleTypes;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExternalBufferProperties;
import org.lwjgl.vulkan.VkExternalImageFormatProperties;
import org.lwjgl.vulkan.VkImageFormatProperties2;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalBufferInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalImageFormatInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceIDProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceImageFormatInfo2;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;

/**
 * What the driver under test says of buffers and images of every kind: it leaves sType and pNext of its answers as they
 * were, the library says the same, and the buffer or image itself agrees.
 */
@EnabledOnOs(OS.LINUX)
class QueriesTest extends TwoDevices {

    private static final int BUFFER_USAGES = 9;
    private static final int[] BUFFER_FLAGS = {
        0,
        VK10.VK_BUFFER_CREATE_SPARSE_BINDING_BIT,
        VK10.VK_BUFFER_CREATE_SPARSE_BINDING_BIT | VK10.VK_BUFFER_CREATE_SPARSE_RESIDENCY_BIT,
        VK10.VK_BUFFER_CREATE_SPARSE_BINDING_BIT | VK10.VK_BUFFER_CREATE_SPARSE_ALIASED_BIT
    };
    private static final int[] IMAGE_USAGES = {
        VK10.VK_IMAGE_USAGE_TRANSFER_SRC_BIT,
        VK10.VK_IMAGE_USAGE_TRANSFER_DST_BIT,
        VK10.VK_IMAGE_USAGE_SAMPLED_BIT,
        VK10.VK_IMAGE_USAGE_STORAGE_BIT,
        VK10.VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT,
        VK10.VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT,
        VK10.VK_IMAGE_USAGE_TRANSIENT_ATTACHMENT_BIT | VK10.VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT,
        VK10.VK_IMAGE_USAGE_INPUT_ATTACHMENT_BIT
    };
    private static final int[] IMAGE_FLAGS = {
        0,
        VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT,
        VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT | VK10.VK_IMAGE_CREATE_SPARSE_RESIDENCY_BIT,
        VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT | VK10.VK_IMAGE_CREATE_SPARSE_ALIASED_BIT,
        VK10.VK_IMAGE_CREATE_MUTABLE_FORMAT_BIT,
        VK10.VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT
    };

    /** The types that the oldest layer here has heard of and that no platform's extension has to be on for. */
    static Stream<ExternalMemoryHandleType> handleTypes() {
        return Stream.of(OPAQUE_FD, OPAQUE_WIN32, OPAQUE_WIN32_KMT, HOST_ALLOCATION_EXT, DMA_BUF_EXT);
    }

    private VkPhysicalDevice physicalDevice() {
        return exporter.device().getPhysicalDevice();
    }

    @ParameterizedTest
    @MethodSource("handleTypes")
    void buffersAreAsTheDriverSays(ExternalMemoryHandleType handleType) {
        boolean[] allowed = sparseFeatures(true);
        int asked = 0;
        for (int flags : BUFFER_FLAGS) {
            for (int usage :
                    IntStream.range(0, BUFFER_USAGES).map(bit -> 1 << bit).toArray()) {
                if (isAllowed(flags, allowed)) {
                    asked++;
                    ExternalMemoryProperties said = askForBuffer(handleType, usage, flags);
                    assertThat(exporter.external().bufferProperties(handleType, usage, flags))
                            .isEqualTo(said);
                    if (said.isExportable() && flags == 0) {
                        assertDedication(
                                new SharedBuffer(exporter, 1024, usage, 0, ExternalMemoryHandleTypes.of(handleType)),
                                said);
                    }
                }
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(BUFFER_USAGES);
    }

    private ExternalMemoryProperties askForBuffer(ExternalMemoryHandleType handleType, int usage, int flags) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkPhysicalDeviceExternalBufferInfo.calloc(stack)
                    .sType$Default()
                    .flags(flags)
                    .usage(usage)
                    .handleType(handleType.bit());
            var answer = VkExternalBufferProperties.calloc(stack).sType$Default();
            VK11.vkGetPhysicalDeviceExternalBufferProperties(physicalDevice(), info, answer);
            assertThat(answer.sType()).isEqualTo(VK11.VK_STRUCTURE_TYPE_EXTERNAL_BUFFER_PROPERTIES);
            assertThat(answer.pNext()).isZero();
            return ExternalMemoryProperties.read(answer.externalMemoryProperties());
        }
    }

    @ParameterizedTest
    @MethodSource("handleTypes")
    void imagesAreAsTheDriverSays(ExternalMemoryHandleType handleType) {
        boolean[] allowed = sparseFeatures(false);
        int asked = 0;
        for (int tiling : new int[] {VK10.VK_IMAGE_TILING_OPTIMAL, VK10.VK_IMAGE_TILING_LINEAR}) {
            for (int flags : IMAGE_FLAGS) {
                for (int usage : IMAGE_USAGES) {
                    if (isAllowed(flags, allowed)) {
                        asked++;
                        ImageFormatInfo kind = SharedImage.kind(tiling, usage, flags);
                        ExternalMemoryProperties said = askForImage(handleType, kind);
                        assertThat(exporter.external().imageProperties(handleType, kind))
                                .isEqualTo(said);
                        if (said.isExportable() && !isSparse(flags)) {
                            assertDedication(
                                    new SharedImage(exporter, kind, ExternalMemoryHandleTypes.of(handleType)), said);
                        }
                    }
                }
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(2 * IMAGE_USAGES.length);
    }

    private ExternalMemoryProperties askForImage(ExternalMemoryHandleType handleType, ImageFormatInfo kind) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var external = VkPhysicalDeviceExternalImageFormatInfo.calloc(stack)
                    .sType$Default()
                    .handleType(handleType.bit());
            var info = VkPhysicalDeviceImageFormatInfo2.calloc(stack)
                    .sType$Default()
                    .pNext(external)
                    .format(kind.format())
                    .type(kind.type())
                    .tiling(kind.tiling())
                    .usage(kind.usage())
                    .flags(kind.flags());
            var externalAnswer = VkExternalImageFormatProperties.calloc(stack).sType$Default();
            var answer = VkImageFormatProperties2.calloc(stack).sType$Default().pNext(externalAnswer);
            int result = VK11.vkGetPhysicalDeviceImageFormatProperties2(physicalDevice(), info, answer);
            assertThat(result).isIn(VK10.VK_SUCCESS, VK10.VK_ERROR_FORMAT_NOT_SUPPORTED);
            assertThat(answer.sType()).isEqualTo(VK11.VK_STRUCTURE_TYPE_IMAGE_FORMAT_PROPERTIES_2);
            assertThat(answer.pNext()).isEqualTo(externalAnswer.address());
            assertThat(externalAnswer.sType()).isEqualTo(VK11.VK_STRUCTURE_TYPE_EXTERNAL_IMAGE_FORMAT_PROPERTIES);
            assertThat(externalAnswer.pNext()).isZero();
            return result == VK10.VK_SUCCESS
                    ? ExternalMemoryProperties.read(externalAnswer.externalMemoryProperties())
                    : ExternalMemoryProperties.NONE;
        }
    }

    /** A buffer or image wants memory of its own exactly if the driver said so of its kind. */
    private static void assertDedication(SharedResource created, ExternalMemoryProperties said) {
        try (SharedResource resource = created) {
            assertThat(resource.needs().requiresDedicated()).isEqualTo(said.isDedicatedOnly());
        }
    }

    /** {@return which of the bits for sparse binding, residency and aliasing a query may have} */
    private boolean[] sparseFeatures(boolean ofBuffers) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var features = VkPhysicalDeviceFeatures.calloc(stack);
            VK10.vkGetPhysicalDeviceFeatures(physicalDevice(), features);
            return new boolean[] {
                features.sparseBinding(),
                ofBuffers ? features.sparseResidencyBuffer() : features.sparseResidencyImage2D(),
                features.sparseResidencyAliased()
            };
        }
    }

    /** The three bits are the same, and the lowest, for buffers and images. */
    private static boolean isAllowed(int flags, boolean[] allowed) {
        return IntStream.range(0, allowed.length).allMatch(bit -> allowed[bit] || (flags & 1 << bit) == 0);
    }

    private static boolean isSparse(int flags) {
        return (flags & VK10.VK_IMAGE_CREATE_SPARSE_BINDING_BIT) != 0;
    }

    @Test
    void theIdentityIsAsTheDriverSays() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var id = VkPhysicalDeviceIDProperties.calloc(stack).sType$Default();
            var answer =
                    VkPhysicalDeviceProperties2.calloc(stack).sType$Default().pNext(id);
            VK11.vkGetPhysicalDeviceProperties2(physicalDevice(), answer);
            assertThat(answer.sType()).isEqualTo(VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2);
            assertThat(answer.pNext()).isEqualTo(id.address());
            assertThat(id.sType()).isEqualTo(VK11.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES);
            assertThat(id.pNext()).isZero();

            DeviceIdentity identity = exporter.external().identity();
            assertThat(bytes(identity.deviceUUID())).isEqualTo(bytes(id.deviceUUID()));
            assertThat(bytes(identity.driverUUID())).isEqualTo(bytes(id.driverUUID()));
            assertThat(identity.deviceLUID().isPresent()).isEqualTo(id.deviceLUIDValid());
            assertThat(identity.deviceNodeMask()).isEqualTo(id.deviceNodeMask());
        }
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(VK10.VK_UUID_SIZE)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static byte[] bytes(ByteBuffer uuid) {
        byte[] bytes = new byte[VK10.VK_UUID_SIZE];
        uuid.get(0, bytes);
        return bytes;
    }
}
