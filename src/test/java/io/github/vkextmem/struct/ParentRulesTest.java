package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;
import static io.github.vkextmem.struct.Parents.BUFFER_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.INSTANCE_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Block;
import io.github.vkextmem.chain.PNextTail;
import io.github.vkextmem.chain.StructBytes;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.chain.UnknownStructure;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestedLwjgl;
import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTImageDrmFormatModifier;
import org.lwjgl.vulkan.MESAImageAlignmentControl;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK13;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkDebugUtilsMessengerCreateInfoEXT;
import org.lwjgl.vulkan.VkDedicatedAllocationBufferCreateInfoNV;
import org.lwjgl.vulkan.VkExternalMemoryImageCreateInfo;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceImageFormatInfo2;

/** Each rule that a parent and what stands behind it can break: what breaks it, and its nearest legal neighbour. */
@NeedsChecks
class ParentRulesTest {

    private static final int MODIFIER_TILING = EXTImageDrmFormatModifier.VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT;
    private static final ImageDrmFormatModifierListCreateInfoEXT LIST = ImageDrmFormatModifierListCreateInfoEXT.of(0L);
    private static final ImageDrmFormatModifierExplicitCreateInfoEXT EXPLICIT = explicit(0, 0);
    private static final ExternalMemoryImageCreateInfo EXTERNAL = ExternalMemoryImageCreateInfo.of(OPAQUE_FD);

    private static ImageDrmFormatModifierExplicitCreateInfoEXT explicit(long arrayPitch, long depthPitch) {
        return ImageDrmFormatModifierExplicitCreateInfoEXT.of(
                0, new SubresourceLayout(64, 0, 256, arrayPitch, depthPitch));
    }

    private static ImportMetalTextureInfoEXT texture(int plane) {
        return ImportMetalTextureInfoEXT.of(plane, 4);
    }

    private static Consumer<VkImageCreateInfo> modifiers(int arrayLayers, int depth) {
        return info -> info.tiling(MODIFIER_TILING).arrayLayers(arrayLayers).extent(extent -> extent.depth(depth));
    }

    private static Consumer<VkImageCreateInfo> format(int format) {
        return info -> info.format(format);
    }

    private static Arguments row(
            String vuid,
            Consumer<VkImageCreateInfo> brokenInfo,
            PNextTail<VkImageCreateInfo, ExtendsImageCreateInfo> broken,
            Consumer<VkImageCreateInfo> legalInfo,
            PNextTail<VkImageCreateInfo, ExtendsImageCreateInfo> legal) {
        return Arguments.of(vuid, brokenInfo, broken, legalInfo, legal);
    }

    static Stream<Arguments> refusesTheImageAndAcceptsItsNeighbour() {
        var list = IMAGE_CREATE_INFO.tail(LIST);
        var plane1 = IMAGE_CREATE_INFO
                .tail(texture(VK11.VK_IMAGE_ASPECT_PLANE_0_BIT))
                .with(texture(VK11.VK_IMAGE_ASPECT_PLANE_1_BIT));
        var plane2 = plane1.with(texture(VK11.VK_IMAGE_ASPECT_PLANE_2_BIT));
        return Stream.of(
                row("VUID-VkImageCreateInfo-pNext-02262", info -> {}, list, modifiers(1, 1), list),
                row(
                        "VUID-VkImageCreateInfo-pNext-02262",
                        info -> info.tiling(VK10.VK_IMAGE_TILING_LINEAR),
                        IMAGE_CREATE_INFO.tail(EXPLICIT),
                        modifiers(1, 1),
                        IMAGE_CREATE_INFO.tail(EXPLICIT)),
                row(
                        "VUID-VkImageCreateInfo-tiling-02261",
                        modifiers(1, 1),
                        list.with(EXPLICIT),
                        modifiers(1, 1),
                        list.with(EXTERNAL)),
                row(
                        "VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-arrayPitch-02268",
                        modifiers(1, 1),
                        IMAGE_CREATE_INFO.tail(explicit(1, 0)),
                        modifiers(2, 1),
                        IMAGE_CREATE_INFO.tail(explicit(1, 0))),
                row(
                        "VUID-VkImageDrmFormatModifierExplicitCreateInfoEXT-depthPitch-02269",
                        modifiers(1, 1),
                        IMAGE_CREATE_INFO.tail(explicit(0, 1)),
                        modifiers(1, 2),
                        IMAGE_CREATE_INFO.tail(explicit(0, 1))),
                row(
                        "VUID-VkImageCreateInfo-pNext-06785",
                        format(VK10.VK_FORMAT_R8G8B8A8_UNORM),
                        plane1,
                        format(VK10.VK_FORMAT_R8G8B8A8_UNORM),
                        IMAGE_CREATE_INFO.tail(texture(VK11.VK_IMAGE_ASPECT_PLANE_0_BIT))),
                row(
                        "VUID-VkImageCreateInfo-pNext-06786",
                        format(VK11.VK_FORMAT_G8_B8R8_2PLANE_420_UNORM),
                        plane2,
                        format(VK11.VK_FORMAT_G8_B8R8_2PLANE_420_UNORM),
                        plane1),
                row(
                        "VUID-VkImageCreateInfo-pNext-06786",
                        format(VK13.VK_FORMAT_G8_B8R8_2PLANE_444_UNORM),
                        plane2,
                        format(VK11.VK_FORMAT_G8_B8_R8_3PLANE_444_UNORM),
                        plane2));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource
    void refusesTheImageAndAcceptsItsNeighbour(
            String vuid,
            Consumer<VkImageCreateInfo> brokenInfo,
            PNextTail<VkImageCreateInfo, ExtendsImageCreateInfo> broken,
            Consumer<VkImageCreateInfo> legalInfo,
            PNextTail<VkImageCreateInfo, ExtendsImageCreateInfo> legal) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkImageCreateInfo.calloc(stack).sType$Default();
            brokenInfo.accept(info);
            refuses(vuid, () -> broken.linkBehind(info, stack));
            assertThat(info.pNext()).isZero();

            var right = VkImageCreateInfo.calloc(stack).sType$Default();
            legalInfo.accept(right);
            legal.linkBehind(right, stack);
            assertThat(IMAGE_CREATE_INFO.read(right)).isEqualTo(legal.structures());
        }
    }

    private static void refuses(String vuid, Runnable broken) {
        assertThatThrownBy(broken::run)
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).isEqualTo(List.of(vuid)));
    }

    /** What the application links itself is seen with its values, by the rules of the parent and of the structures. */
    @Test
    void whatTheApplicationLinkedItselfIsCheckedToo() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var own = VkExternalMemoryImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .handleTypes(1);
            var info = VkImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .initialLayout(VK10.VK_IMAGE_LAYOUT_PREINITIALIZED)
                    .pNext(own);
            var export =
                    IMAGE_CREATE_INFO.tail(ExportMetalObjectCreateInfoEXT.of(ExportMetalObjectTypeEXT.METAL_TEXTURE));
            refuses("VUID-VkImageCreateInfo-pNext-01443", () -> export.linkBehind(info, stack));
            own.handleTypes(0);
            export.linkBehind(info, stack);
            own.handleTypes(0x40000000);
            info.pNext(own.address()).initialLayout(VK10.VK_IMAGE_LAYOUT_UNDEFINED);
            refuses("VUID-VkExternalMemoryImageCreateInfo-handleTypes-parameter", () -> export.linkBehind(info, stack));
        }
    }

    /** Written here, because LWJGL 3.3.3 does not have VkImageAlignmentControlCreateInfoMESA. */
    private record AlignmentControl() implements ExtendsImageCreateInfo {

        private static final StructureType<AlignmentControl> TYPE = StructureType.of(
                "VkImageAlignmentControlCreateInfoMESA",
                MESAImageAlignmentControl.VK_STRUCTURE_TYPE_IMAGE_ALIGNMENT_CONTROL_CREATE_INFO_MESA,
                24,
                address -> new AlignmentControl());

        @Override
        public StructureType<AlignmentControl> type() {
            return TYPE;
        }

        @Override
        public void write(long address, long pNext) {
            StructBytes.putHeader(address, TYPE.sType(), pNext);
            StructBytes.putPaddedInt(address + 16, 0);
        }
    }

    @Test
    void anAlignmentThatIsControlledExcludesExternalMemory() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkImageCreateInfo.calloc(stack).sType$Default();
            var tail = IMAGE_CREATE_INFO.tail(EXTERNAL);
            refuses(
                    "VUID-VkImageCreateInfo-pNext-09654",
                    () -> tail.with(new AlignmentControl()).linkBehind(info, stack));
            info.pNext(Block.marshal(new AlignmentControl(), stack));
            refuses("VUID-VkImageCreateInfo-pNext-09654", () -> tail.linkBehind(info, stack));
            IMAGE_CREATE_INFO.tail(texture(VK11.VK_IMAGE_ASPECT_PLANE_0_BIT)).linkBehind(info, stack);
            assertThat(IMAGE_CREATE_INFO.read(info)).hasSize(2);
        }
    }

    @Test
    void aModifierIsAskedForWithTheTilingThatHasModifiers() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkPhysicalDeviceImageFormatInfo2.calloc(stack).sType$Default();
            var tail = PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2.tail(PhysicalDeviceImageDrmFormatModifierInfoEXT.of(0));
            refuses("VUID-VkPhysicalDeviceImageFormatInfo2-tiling-02249", () -> tail.linkBehind(info, stack));
            tail.linkBehind(info.tiling(MODIFIER_TILING), stack);
            assertThat(PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2.read(info)).isEqualTo(tail.structures());
        }
    }

    /** Nothing is known against structures that nobody knows; several messengers for an instance are legal. */
    @Test
    void anUnknownStructureMayStandThereTwice() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var first = VkDebugUtilsMessengerCreateInfoEXT.calloc(stack).sType$Default();
            var second = VkDebugUtilsMessengerCreateInfoEXT.calloc(stack).sType$Default();
            var info = VkInstanceCreateInfo.calloc(stack)
                    .sType$Default()
                    .pNext(first)
                    .pNext(second);
            var export = ExportMetalObjectCreateInfoEXT.of(ExportMetalObjectTypeEXT.METAL_DEVICE);
            INSTANCE_CREATE_INFO.tail(export).linkBehind(info, stack);
            UnknownStructure messenger = new UnknownStructure(first.sType());
            assertThat(INSTANCE_CREATE_INFO.read(info)).containsExactly(export, messenger, messenger);
        }
    }

    /** LWJGL's names of formats say how many planes they have. */
    @ParameterizedTest
    @ValueSource(strings = {"VK10", "VK11", "VK13", "ARMFormatPack"})
    void knowsThePlanesOfEveryFormat(String className) throws Exception {
        TestedLwjgl.assumeVulkanClass(className);
        Class<?> names = Class.forName("org.lwjgl.vulkan." + className);
        int formats = 0;
        for (Field field : names.getDeclaredFields()) {
            if (field.getName().startsWith("VK_FORMAT_") && !field.getName().startsWith("VK_FORMAT_FEATURE")) {
                int planes = field.getName().contains("_3PLANE_")
                        ? 3
                        : field.getName().contains("_2PLANE_") ? 2 : 1;
                assertThat(MultiPlanarFormats.planeCount(field.getInt(null)))
                        .as(field.getName())
                        .isEqualTo(planes);
                formats++;
            }
        }
        assertThat(formats).isPositive();
    }

    /** Both families of sparse flags, and each of the three bits. */
    @ParameterizedTest
    @ValueSource(ints = {0x1, 0x3, 0x5})
    void whatIsSparseHasNoMemoryOfItsOwn(int sparse) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var dedicatedBuffer = BUFFER_CREATE_INFO.tail(DedicatedAllocationBufferCreateInfoNV.of(true));
            var buffer = VkBufferCreateInfo.calloc(stack).sType$Default().flags(sparse);
            assertThatThrownBy(() -> dedicatedBuffer.linkBehind(buffer, stack))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            e -> assertThat(e.vuids()).containsExactly("VUID-VkBufferCreateInfo-pNext-01571"));
            BUFFER_CREATE_INFO
                    .tail(DedicatedAllocationBufferCreateInfoNV.of(false))
                    .linkBehind(buffer, stack);
            dedicatedBuffer.linkBehind(
                    VkBufferCreateInfo.calloc(stack).sType$Default().flags(0x8), stack);

            var dedicatedImage = IMAGE_CREATE_INFO.tail(DedicatedAllocationImageCreateInfoNV.of(true));
            var image = VkImageCreateInfo.calloc(stack).sType$Default().flags(sparse);
            assertThatThrownBy(() -> dedicatedImage.linkBehind(image, stack))
                    .isInstanceOfSatisfying(
                            ValidUsageException.class,
                            e -> assertThat(e.vuids())
                                    .containsExactly(
                                            "VUID-VkDedicatedAllocationImageCreateInfoNV-dedicatedAllocation-00994"));
            IMAGE_CREATE_INFO
                    .tail(DedicatedAllocationImageCreateInfoNV.of(false))
                    .linkBehind(image, stack);
            dedicatedImage.linkBehind(
                    VkImageCreateInfo.calloc(stack).sType$Default().flags(0x8), stack);
        }
    }

    @Test
    void theApplicationsOwnStructureIsSeenToo() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var buffer = VkBufferCreateInfo.calloc(stack).sType$Default().flags(0x1);
            buffer.pNext(VkDedicatedAllocationBufferCreateInfoNV.calloc(stack)
                    .sType$Default()
                    .dedicatedAllocation(true));
            assertThatThrownBy(() -> BUFFER_CREATE_INFO
                            .tail(ExternalMemoryBufferCreateInfo.of(OPAQUE_FD))
                            .linkBehind(buffer, stack))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkBufferCreateInfo-pNext-01571");
        }
    }
}
