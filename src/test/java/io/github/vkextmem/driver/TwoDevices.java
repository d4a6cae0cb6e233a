package io.github.vkextmem.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two devices of the driver under test; after each test nothing is left, and the layer had nothing to say. */
public abstract class TwoDevices {

    protected TransferDevice exporter;
    protected TransferDevice importer;
    private TestInstance instance;
    private Footprint before;

    @BeforeEach
    final void makeTwoDevices() {
        DriverUnderTest.load();
        before = Footprint.now();
        instance = TestInstance.create();
        exporter = new TransferDevice(instance.device());
        importer = new TransferDevice(instance.device());
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
