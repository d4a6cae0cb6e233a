package io.github.vkextmem.struct;

import static io.github.vkextmem.struct.Parents.IMAGE_CREATE_INFO;
import static io.github.vkextmem.struct.Parents.INSTANCE_CREATE_INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.chain.Memory;
import io.github.vkextmem.chain.Parent;
import io.github.vkextmem.chain.Structure;
import io.github.vkextmem.chain.StructureType;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.recording.ChainReader;
import io.github.vkextmem.recording.RecordedStructure;
import io.github.vkextmem.recording.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Struct;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkExportMetalObjectCreateInfoEXT;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkImportMetalTextureInfoEXT;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/** What is linked behind each parent, read by the recording driver's reader from the bytes; no driver is called. */
class ParentsTest {

    private static final ImportMetalTextureInfoEXT PLANE_0 =
            ImportMetalTextureInfoEXT.of(VK11.VK_IMAGE_ASPECT_PLANE_0_BIT, 4);
    private static final ImportMetalTextureInfoEXT PLANE_1 =
            ImportMetalTextureInfoEXT.of(VK11.VK_IMAGE_ASPECT_PLANE_1_BIT, 8);

    static Stream<Arguments> everythingThatAParentKnowsStandsBehindIt() {
        return StructuresTest.parents().stream()
                .flatMap(parent -> parent.known().stream().map(type -> Arguments.of(parent, type)));
    }

    @ParameterizedTest(name = "{0} <- {1}")
    @MethodSource
    void everythingThatAParentKnowsStandsBehindIt(Parent<?, ?> parent, StructureType<?> type) throws Exception {
        linkSamples(parent, type);
    }

    private static <P extends Struct<P>, M extends Structure> void linkSamples(
            Parent<P, M> parent, StructureType<?> type) throws Exception {
        Class<? extends Structure> record = Class.forName(
                        "io.github.vkextmem.struct." + type.name().substring("Vk".length()))
                .asSubclass(Structure.class);
        int linked = 0;
        for (Structure sample : Samples.of(record)) {
            var tail = parent.tail(parent.marker().cast(sample));
            if (tail.violations().isEmpty()) {
                try (MemoryStack stack = MemoryStack.stackPush();
                        Memory memory = Memory.ofGarbage(tail.byteSize() + 64)) {
                    P struct = parent(parent, sample, stack);
                    tail.linkBehind(struct, memory.stack());
                    List<RecordedStructure> chain = ChainReader.read(struct.address(), parent.name());
                    assertThat(chain.get(1)).isEqualTo(Expected.of(sample, Registry.structure(type.name())));
                    assertThat(chain).hasSize(2);
                    assertThat(parent.read(struct)).containsExactly(sample);
                    linked++;
                }
            }
        }
        assertThat(linked).isPositive();
    }

    /** A parent that goes with a structure: modifiers want their tiling and layers, planes a format that has them. */
    private static <P extends Struct<P>> P parent(Parent<P, ?> parent, Structure structure, MemoryStack stack)
            throws Exception {
        Class<?> lwjgl = Class.forName("org.lwjgl.vulkan." + parent.name());
        Object struct = lwjgl.getMethod("calloc", MemoryStack.class).invoke(null, stack);
        lwjgl.getMethod("sType$Default").invoke(struct);
        if (structure.type().name().contains("DrmFormatModifier") && hasTiling(lwjgl)) {
            lwjgl.getMethod("tiling", int.class).invoke(struct, 1000158000);
        }
        if (struct instanceof VkImageCreateInfo image) {
            image.format(VK11.VK_FORMAT_G8_B8_R8_3PLANE_420_UNORM).arrayLayers(2);
        }
        @SuppressWarnings("unchecked") // named by the parent
        P typed = (P) struct;
        return typed;
    }

    private static boolean hasTiling(Class<?> lwjgl) {
        return Stream.of(lwjgl.getMethods()).anyMatch(method -> method.getName().equals("tiling"));
    }

    @Test
    void tailsOfDifferentParentsAreNeverEqual() {
        var export = ExportMetalObjectCreateInfoEXT.of(ExportMetalObjectTypeEXT.METAL_TEXTURE);
        assertThat((Object) IMAGE_CREATE_INFO.tail(export))
                .isEqualTo(IMAGE_CREATE_INFO.tail(export))
                .isNotEqualTo(Parents.IMAGE_VIEW_CREATE_INFO.tail(export));
    }

    @Test
    void whatMayBeThereTwiceIsReadBackTwice() {
        var tail = IMAGE_CREATE_INFO.tail(PLANE_0).with(PLANE_1);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var own = VkImportMetalTextureInfoEXT.calloc(stack)
                    .sType$Default()
                    .plane(VK11.VK_IMAGE_ASPECT_PLANE_2_BIT)
                    .mtlTexture(12);
            var info = VkImageCreateInfo.calloc(stack)
                    .sType$Default()
                    .format(VK11.VK_FORMAT_G8_B8_R8_3PLANE_420_UNORM)
                    .pNext(own);
            tail.linkBehind(info, stack);
            assertThat(IMAGE_CREATE_INFO.read(info))
                    .containsExactly(
                            PLANE_0, PLANE_1, ImportMetalTextureInfoEXT.of(VK11.VK_IMAGE_ASPECT_PLANE_2_BIT, 12));
            assertThat(IMAGE_CREATE_INFO.get(info, ImportMetalTextureInfoEXT.TYPE))
                    .contains(PLANE_0);
            assertThat(ChainReader.read(info.address(), "VkImageCreateInfo")).hasSize(4);
        }
        assertThat(tail.get(ImportMetalTextureInfoEXT.class)).contains(PLANE_0);
        assertThat(tail.count(ImportMetalTextureInfoEXT.class::isInstance)).isEqualTo(2);
    }

    @Test
    void aChainHoldsTheOneThatItMayHoldTwice() {
        var buffer = ExportMetalObjectCreateInfoEXT.of(ExportMetalObjectTypeEXT.METAL_BUFFER);
        MemoryAllocateChain chain = MemoryAllocateInfo.of(8, 0).with(buffer).with(buffer);
        try (Memory memory = Memory.ofGarbage(256);
                MemoryStack stack = MemoryStack.stackPush()) {
            VkMemoryAllocateInfo info = chain.marshal(memory.stack());
            assertThat(ChainReader.read(info.address(), "VkMemoryAllocateInfo")).hasSize(3);
            assertThat(MemoryAllocateChain.read(info)).isEqualTo(chain);
            var struct = VkExportMetalObjectCreateInfoEXT.calloc(stack)
                    .sType$Default()
                    .exportObjectType(4);
            assertThat(chain.with(struct, VkMemoryAllocateInfo::pNext)).isEqualTo(chain.with(buffer));
        }
    }

    @Test
    void theOtherMetalStructureIsRefusedTwice() {
        var once = MemoryAllocateInfo.of(8, 0).with(ImportMetalBufferInfoEXT.of(4));
        assertThatThrownBy(() -> once.with(ImportMetalBufferInfoEXT.of(8)))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids()).containsExactly("VUID-VkMemoryAllocateInfo-sType-unique"));
    }

    @Test
    void readsOneStructureOfMany() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkInstanceCreateInfo.calloc(stack).sType$Default();
            assertThat(INSTANCE_CREATE_INFO.get(info, ExportMetalObjectCreateInfoEXT.TYPE))
                    .isEmpty();
            var device = ExportMetalObjectCreateInfoEXT.of(ExportMetalObjectTypeEXT.METAL_DEVICE);
            INSTANCE_CREATE_INFO.tail(device).linkBehind(info, stack);
            assertThat(INSTANCE_CREATE_INFO.get(info, ExportMetalObjectCreateInfoEXT.TYPE))
                    .contains(device);
        }
    }

    @Test
    @NeedsChecks
    void everyParentRefusesAStructWithoutItsType() throws Exception {
        List<String> refused = new ArrayList<>();
        for (Parent<?, ?> parent : StructuresTest.parents()) {
            refused.addAll(refusals(parent));
        }
        assertThat(refused)
                .containsExactlyElementsOf(StructuresTest.parents().stream()
                        .filter(parent -> !parent.known().isEmpty())
                        .map(parent -> "VUID-" + parent.name() + "-sType-sType")
                        .toList());
    }

    private static <P extends Struct<P>, M extends Structure> List<String> refusals(Parent<P, M> parent)
            throws Exception {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            Class<? extends Structure> record = Class.forName("io.github.vkextmem.struct."
                            + parent.known().get(0).name().substring("Vk".length()))
                    .asSubclass(Structure.class);
            Structure sample = Samples.of(record).get(0);
            P struct = parent(parent, sample, stack);
            struct.getClass().getMethod("sType", int.class).invoke(struct, 0);
            parent.tail(parent.marker().cast(sample)).linkBehind(struct, stack);
            return List.of();
        } catch (ValidUsageException e) {
            return e.vuids();
        }
    }
}
