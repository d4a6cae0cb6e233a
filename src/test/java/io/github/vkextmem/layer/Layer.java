package io.github.vkextmem.layer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.TestInstance;
import org.lwjgl.vulkan.VK10;

/** The Khronos validation layer of this machine. */
final class Layer {

    private Layer() {}

    /** Skips what follows where there is none, unless there must be one. */
    static void require() {
        if (!Boolean.getBoolean("require.layer")) {
            assumeTrue(TestInstance.hasLayer(), "no VK_LAYER_KHRONOS_validation on this machine");
        }
    }

    /** {@return a version as people write it} */
    static String text(int version) {
        return VK10.VK_VERSION_MAJOR(version) + "." + VK10.VK_VERSION_MINOR(version) + "."
                + VK10.VK_VERSION_PATCH(version);
    }
}
