package io.github.vkextmem.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two devices of the driver under test; after each test nothing is left, and the layer had nothing to say. */
public abstract class TwoDevices {

    /** What a driver sets up once in a process, and keeps; what is forgotten would be as much in each test. */
    private static final int KEPT_BY_DRIVERS = 8;

    private static long kept;

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
        kept += Math.max(0, after.mappings() - before.mappings());
        assertThat(kept).as("mappings of all tests so far").isLessThanOrEqualTo(KEPT_BY_DRIVERS);
    }
}
