package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.memory.ExternalMemory;
import io.github.vkextmem.memory.MemoryRequirements;
import io.github.vkextmem.recording.RecordedCall;
import io.github.vkextmem.recording.RecordingDriver;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.MemoryDedicatedRequirements;
import java.nio.LongBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkImageCreateInfo;
import org.lwjgl.vulkan.VkMemoryRequirements;

/** What memory a buffer or image needs: from the driver under test, and, on the recording driver, through each command that a device may have. */
class MemoryRequirementsTest {

    static Stream<Arguments> everyCommand() {
        return Stream.of(
                Arguments.of(VK11.VK_API_VERSION_1_1, "", "MemoryRequirements2", true),
                Arguments.of(
                        VK10.VK_API_VERSION_1_0, "VK_KHR_get_memory_requirements2", "MemoryRequirements2KHR", true),
                Arguments.of(VK10.VK_API_VERSION_1_0, "", "MemoryRequirements", false));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("everyCommand")
    void aRecordingDriverIsAskedByTheCommandThatItHas(
            int version, String extension, String command, boolean saysWhetherDedicated) {
        try (RecordingDriver driver = extension.isEmpty()
                ? RecordingDriver.ofVersion(version)
                : RecordingDriver.ofVersion(version, extension)) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            driver.resourcesNeed(false, true, 0b101);
            long buffer = buffer(driver);
            long image = image(driver);
            driver.forget();
            var dedicated = new MemoryDedicatedRequirements(saysWhetherDedicated, false);
            assertThat(external.bufferRequirements(buffer))
                    .isEqualTo(new MemoryRequirements(1000 + 256, 256, 0b101, dedicated));
            assertThat(external.imageRequirements(image))
                    .isEqualTo(new MemoryRequirements(4 * 8 * 4 + 256, 256, 0b101, dedicated));
            assertThat(external.imageRequirements(image).wantsDedicated()).isEqualTo(saysWhetherDedicated);
            driver.resourcesNeed(true, false, 0b001);
            assertThat(external.bufferRequirements(buffer).wantsDedicated()).isEqualTo(saysWhetherDedicated);
            assertThat(driver.calls().stream().map(RecordedCall::command))
                    .containsExactly(
                            "vkGetBuffer" + command,
                            "vkGetImage" + command,
                            "vkGetImage" + command,
                            "vkGetBuffer" + command);
            VK10.vkDestroyBuffer(driver.device(), buffer, null);
            VK10.vkDestroyImage(driver.device(), image, null);
            assertThat(driver.leftovers()).isEmpty();
        }
    }

    private static long buffer(RecordingDriver driver) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            LongBuffer handle = stack.mallocLong(1);
            var info =
                    VkBufferCreateInfo.calloc(stack).sType$Default().size(1000).usage(1);
            assertThat(VK10.vkCreateBuffer(driver.device(), info, null, handle)).isZero();
            return handle.get(0);
        }
    }

    private static long image(RecordingDriver driver) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            LongBuffer handle = stack.mallocLong(1);
            var info = VkImageCreateInfo.calloc(stack).sType$Default().extent(extent -> extent.set(8, 4, 1));
            assertThat(VK10.vkCreateImage(driver.device(), info, null, handle)).isZero();
            return handle.get(0);
        }
    }

    @Test
    void theDriverUnderTestSaysTheSameThroughVulkan10() {
        try (TestInstance instance = TestInstance.create()) {
            try (TestDevice device = instance.device();
                    MemoryStack stack = MemoryStack.stackPush()) {
                var raw = VkMemoryRequirements.calloc(stack);
                var buffer = device.createBuffer(12345, ExternalMemoryHandleType.HOST_ALLOCATION_EXT);
                VK10.vkGetBufferMemoryRequirements(device.device(), buffer.handle(), raw);
                assertSame(device.external().bufferRequirements(buffer.handle()), raw);
                VK10.vkDestroyBuffer(device.device(), buffer.handle(), null);

                var image = device.createImage(33, 17, ExternalMemoryHandleType.HOST_ALLOCATION_EXT);
                VK10.vkGetImageMemoryRequirements(device.device(), image.handle(), raw);
                assertSame(device.external().imageRequirements(image.handle()), raw);
                VK10.vkDestroyImage(device.device(), image.handle(), null);
            }
            assertThat(instance.messages()).isEmpty();
        }
    }

    private static void assertSame(MemoryRequirements asked, VkMemoryRequirements raw) {
        assertThat(asked.size()).isEqualTo(raw.size()).isPositive();
        assertThat(asked.alignment()).isEqualTo(raw.alignment()).isPositive();
        assertThat(asked.memoryTypeBits()).isEqualTo(raw.memoryTypeBits()).isNotZero();
    }

    @Test
    @NeedsChecks
    void nothingNeedsNothing() {
        try (RecordingDriver driver = RecordingDriver.with()) {
            ExternalMemory external = ExternalMemory.on(driver.device());
            assertThatThrownBy(() -> external.bufferRequirements(0))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkBufferMemoryRequirementsInfo2-buffer-parameter");
            assertThatThrownBy(() -> external.imageRequirements(0))
                    .isInstanceOf(ValidUsageException.class)
                    .hasMessageContaining("VUID-VkImageMemoryRequirementsInfo2-image-parameter");
            assertThat(driver.calls()).isEmpty();
        }
    }
}
