package io.github.vkextmem.standin;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A device behind the stand-in, for tests of the instrument itself. */
abstract class StandInFixture {

    StandInDriver driver;
    TestInstance instance;
    TestDevice device;

    final void open(Family... families) {
        open(Set.of(families));
    }

    final void open(Set<Family> families) {
        driver = StandInDriver.open(families);
        instance = TestInstance.create();
        device = instance.device();
        assumeThat(device.external().hasExtension("VK_EXT_external_memory_host"))
                .as("the real driver has VK_EXT_external_memory_host")
                .isTrue();
    }

    @AfterEach
    void close() {
        if (device != null) {
            device.close();
            instance.close();
        }
        if (driver != null) {
            driver.close();
        }
        LookalikeDriver.check();
    }
}
