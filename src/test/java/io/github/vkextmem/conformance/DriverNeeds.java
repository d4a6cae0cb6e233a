package io.github.vkextmem.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;

/** What the driver under test must have for a class of tests to run. */
final class DriverNeeds {

    static final String FD = "VK_KHR_external_memory_fd";
    static final String DMA_BUF = "VK_EXT_external_memory_dma_buf";

    private DriverNeeds() {}

    /** Says which extension the driver lacks, and leaves the tests out. */
    static void assumeExtension(String extension) {
        try (TestInstance instance = TestInstance.create();
                TestDevice device = instance.device()) {
            assumeTrue(
                    device.external().hasExtension(extension),
                    () -> device.external().deviceName() + " lacks " + extension);
        }
    }
}
