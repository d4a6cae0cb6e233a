package io.github.vkextmem.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.driver.TwoDevices;
import org.junit.jupiter.api.BeforeAll;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;

/**
 * Two devices of a graphics card. With {@code -Dgpu.software=true} a program may play the card, to try the tests themselves; what
 * ran like that was not run on a GPU.
 */
@OnGpu
abstract class GpuTest extends TwoDevices {

    private static final boolean SOFTWARE_WILL_DO = Boolean.getBoolean("gpu.software");

    @BeforeAll
    static void requireGpu() {
        try (TestInstance instance = TestInstance.create();
                MemoryStack stack = MemoryStack.stackPush()) {
            var properties = VkPhysicalDeviceProperties.calloc(stack);
            VK10.vkGetPhysicalDeviceProperties(instance.physicalDevice(), properties);
            System.out.println("These tests run on " + properties.deviceNameString());
            assertThat(properties.deviceType() != VK10.VK_PHYSICAL_DEVICE_TYPE_CPU || SOFTWARE_WILL_DO)
                    .as("%s is a graphics card", properties.deviceNameString())
                    .isTrue();
        }
    }
}
