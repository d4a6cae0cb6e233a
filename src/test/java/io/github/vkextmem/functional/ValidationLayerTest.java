package io.github.vkextmem.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;

/** The functional tests run behind the Khronos layer where there is one; here it shows that it is awake. */
class ValidationLayerTest {

    @Test
    void reportsARawCallThatIsWrong() {
        if (!Boolean.getBoolean("require.layer")) {
            assumeTrue(
                    TestInstance.hasLayer(), "no VK_LAYER_KHRONOS_validation on this machine: nothing ran behind it");
        }
        try (TestInstance instance = TestInstance.create();
                TestDevice device = instance.device();
                MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkMemoryAllocateInfo.calloc(stack)
                    .sType$Default()
                    .allocationSize(4096)
                    .memoryTypeIndex(99);
            VK10.vkAllocateMemory(device.device(), info, null, stack.mallocLong(1));
            assertThat(instance.messages())
                    .anyMatch(message -> message.contains("VUID-vkAllocateMemory-pAllocateInfo-01714"));
        }
    }
}
