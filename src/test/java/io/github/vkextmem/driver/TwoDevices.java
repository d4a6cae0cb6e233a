package io.github.vkextmem.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two devices of the driver under test; after each test nothing is left, and the layer had nothing to say. */
public abstract class TwoDevices {

    private static boolean warm;

    protected TransferDevice exporter;
    protected TransferDevice importer;
    private TestInstance instance;
    private Footprint before;

    @BeforeEach
    final void makeTwoDevices() {
        warmUp();
        before = Footprint.now();
        instance = TestInstance.create();
        exporter = new TransferDevice(instance.device());
        importer = new TransferDevice(instance.device());
    }

    /** What a driver sets up with the first submission of a process it may keep. */
    private static synchronized void warmUp() {
        if (!warm) {
            try (TestInstance first = TestInstance.create();
                    TransferDevice device = new TransferDevice(first.device())) {
                device.run(commands -> {});
            }
            warm = true;
        }
    }

    @AfterEach
    final void nothingIsLeft() {
        importer.close();
        exporter.close();
        instance.close();
        Footprint after = Footprint.now();
        assertThat(instance.messages()).isEmpty();
        assertThat(after.descriptors()).as("descriptors").isEqualTo(before.descriptors());
        assertThat(after.mappings()).as("mappings").isLessThanOrEqualTo(before.mappings());
    }
}
