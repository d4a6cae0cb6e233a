package io.github.vkextmem.conformance;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import org.junit.jupiter.api.BeforeAll;

/** Buffers and images that share memory as OPAQUE_FD. */
class OpaqueFdBindingTest extends BindingOrderRules {

    OpaqueFdBindingTest() {
        super(OPAQUE_FD);
    }

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
    }
}
