package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.DMA_BUF_EXT;

import org.junit.jupiter.api.BeforeAll;

/** Buffers and images that share memory as DMA_BUF_EXT. */
class DmaBufBindingTest extends BindingOrderRules {

    DmaBufBindingTest() {
        super(DMA_BUF_EXT);
    }

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.DMA_BUF);
    }
}
