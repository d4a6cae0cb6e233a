package io.github.vkextmem.chain;

import static io.github.vkextmem.struct.Parents.FORMAT_PROPERTIES_2;
import static io.github.vkextmem.struct.Parents.PHYSICAL_DEVICE_PROPERTIES_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.struct.DrmFormatModifierPropertiesListEXT;
import io.github.vkextmem.struct.PhysicalDeviceExternalMemoryHostPropertiesEXT;
import io.github.vkextmem.struct.PhysicalDeviceIDProperties;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkFormatProperties2;
import org.lwjgl.vulkan.VkPhysicalDeviceDriverProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceExternalMemoryHostPropertiesEXT;
import org.lwjgl.vulkan.VkPhysicalDeviceIDProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;

/** What a driver is asked to fill, in native memory; no driver is called. */
class OutputsTest {

    private static final PhysicalDeviceIDProperties NO_ID =
            new PhysicalDeviceIDProperties(new UUID(0, 0), new UUID(0, 0), 0, 0, false);
    private static final PhysicalDeviceExternalMemoryHostPropertiesEXT NO_ALIGNMENT =
            new PhysicalDeviceExternalMemoryHostPropertiesEXT(0);
    private static final Outputs<VkPhysicalDeviceProperties2> BOTH = PHYSICAL_DEVICE_PROPERTIES_2.outputs(
            PhysicalDeviceIDProperties.TYPE, PhysicalDeviceExternalMemoryHostPropertiesEXT.TYPE);

    @Test
    void areZeroedAndLinkedInTheOrderInWhichTheyAreAskedFor() {
        try (Memory memory = Memory.ofGarbage(256);
                MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties2.calloc(stack).sType$Default();
            assertThat(BOTH.linkBehind(properties, memory.stack())).isSameAs(properties);
            var id = VkPhysicalDeviceIDProperties.create(properties.pNext());
            assertThat(id.sType()).isEqualTo(1000071004);
            var host = VkPhysicalDeviceExternalMemoryHostPropertiesEXT.create(id.pNext());
            assertThat(host.sType()).isEqualTo(1000178002);
            assertThat(host.pNext()).isZero();
            byte[] members = Memory.copy(id.address() + 16, VkPhysicalDeviceIDProperties.SIZEOF - 16);
            assertThat(members).containsOnly(0);
            assertThat(Memory.copy(host.address() + 16, 8)).containsOnly(0);
            assertThat(PHYSICAL_DEVICE_PROPERTIES_2.read(properties)).containsExactly(NO_ID, NO_ALIGNMENT);
        }
    }

    @Test
    void areReadAsTheDriverLeftThem() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties =
                    BOTH.linkBehind(VkPhysicalDeviceProperties2.calloc(stack).sType$Default(), stack);
            long host = VkPhysicalDeviceIDProperties.create(properties.pNext()).pNext();
            new PhysicalDeviceExternalMemoryHostPropertiesEXT(4096).write(host, 0);
            assertThat(PHYSICAL_DEVICE_PROPERTIES_2.get(properties, PhysicalDeviceExternalMemoryHostPropertiesEXT.TYPE))
                    .contains(new PhysicalDeviceExternalMemoryHostPropertiesEXT(4096));
            assertThat(PHYSICAL_DEVICE_PROPERTIES_2.get(properties, PhysicalDeviceIDProperties.TYPE))
                    .contains(NO_ID);
        }
    }

    @Test
    void whatTheStructHasAlreadyStaysBehindThem() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var own = VkPhysicalDeviceDriverProperties.calloc(stack).sType$Default();
            var properties =
                    VkPhysicalDeviceProperties2.calloc(stack).sType$Default().pNext(own);
            BOTH.linkBehind(properties, stack);
            assertThat(PHYSICAL_DEVICE_PROPERTIES_2.read(properties))
                    .containsExactly(NO_ID, NO_ALIGNMENT, new UnknownStructure(own.sType()));
        }
    }

    @Test
    void nothingAskedForIsNothingLinked() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties2.calloc(stack).sType$Default();
            int pointer = stack.getPointer();
            PHYSICAL_DEVICE_PROPERTIES_2.outputs().linkBehind(properties, stack);
            assertThat(properties.pNext()).isZero();
            assertThat(stack.getPointer()).isEqualTo(pointer);
            assertThat(PHYSICAL_DEVICE_PROPERTIES_2.get(properties, PhysicalDeviceIDProperties.TYPE))
                    .isEmpty();
        }
    }

    @Test
    void areAskedForOnce() {
        assertThatThrownBy(() -> PHYSICAL_DEVICE_PROPERTIES_2.outputs(
                        PhysicalDeviceIDProperties.TYPE, PhysicalDeviceIDProperties.TYPE))
                .isInstanceOfSatisfying(
                        ValidUsageException.class,
                        e -> assertThat(e.vuids()).containsExactly("VUID-VkPhysicalDeviceProperties2-sType-unique"));
    }

    @Test
    @NeedsChecks
    void refuseAStructThatHasOneAlready() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var own = VkPhysicalDeviceIDProperties.calloc(stack).sType$Default();
            var properties =
                    VkPhysicalDeviceProperties2.calloc(stack).sType$Default().pNext(own);
            refuses(properties, stack, "VUID-VkPhysicalDeviceProperties2-sType-unique");
            assertThat(properties.pNext()).isEqualTo(own.address());
            PHYSICAL_DEVICE_PROPERTIES_2
                    .outputs(PhysicalDeviceExternalMemoryHostPropertiesEXT.TYPE)
                    .linkBehind(properties, stack);
            assertThat(PHYSICAL_DEVICE_PROPERTIES_2.read(properties)).containsExactly(NO_ALIGNMENT, NO_ID);
        }
    }

    @Test
    @NeedsChecks
    void refuseAStructWithoutItsType() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            refuses(VkPhysicalDeviceProperties2.calloc(stack), stack, "VUID-VkPhysicalDeviceProperties2-sType-sType");
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void refuseAChainThatPointsBackAtItself() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var own = VkPhysicalDeviceDriverProperties.calloc(stack).sType$Default();
            var properties = VkPhysicalDeviceProperties2.calloc(stack)
                    .sType$Default()
                    .pNext(own)
                    .pNext(own);
            refuses(properties, stack, "VUID-VkPhysicalDeviceProperties2-sType-unique");
        }
    }

    private static void refuses(VkPhysicalDeviceProperties2 properties, MemoryStack stack, String vuid) {
        int pointer = stack.getPointer();
        long pNext = properties.pNext();
        assertThatThrownBy(() -> BOTH.linkBehind(properties, stack))
                .isInstanceOfSatisfying(
                        ValidUsageException.class, e -> assertThat(e.vuids()).isEqualTo(List.of(vuid)));
        assertThat(stack.getPointer()).isEqualTo(pointer);
        assertThat(properties.pNext()).isEqualTo(pNext);
    }

    @Test
    void sayThatTheStackIsTooSmall() {
        try (Memory memory = Memory.ofGarbage(64);
                MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties2.calloc(stack).sType$Default();
            assertThatThrownBy(() -> BOTH.linkBehind(properties, memory.stack()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a block of 88 bytes");
            assertThat(properties.pNext()).isZero();
        }
    }

    @Test
    void roomForAnArrayIsLinkedAsATail() {
        try (Memory memory = Memory.ofGarbage(256);
                MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkFormatProperties2.calloc(stack).sType$Default();
            var room = DrmFormatModifierPropertiesListEXT.room(3);
            FORMAT_PROPERTIES_2.tail(room).linkBehind(properties, memory.stack());
            assertThat(FORMAT_PROPERTIES_2.get(properties, DrmFormatModifierPropertiesListEXT.TYPE))
                    .contains(room);
            assertThat(room.drmFormatModifierProperties()).hasSize(3);
        }
    }

    @Test
    void arePrintedWithTheirParent() {
        assertThat(BOTH)
                .hasToString("VkPhysicalDeviceProperties2 <- [VkPhysicalDeviceIDProperties,"
                        + " VkPhysicalDeviceExternalMemoryHostPropertiesEXT]");
    }
}
