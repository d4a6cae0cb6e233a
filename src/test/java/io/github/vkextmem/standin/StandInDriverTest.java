package io.github.vkextmem.standin;

import static io.github.vkextmem.standin.ExportRequest.OPAQUE_WIN32;
import static io.github.vkextmem.standin.RawMemory.export;
import static io.github.vkextmem.standin.RawMemory.importing;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The instrument itself, called through LWJGL alone. */
@EnabledOnOs(OS.WINDOWS)
class StandInDriverTest {

    private StandInDriver driver;
    private TestInstance instance;
    private TestDevice device;

    private void open(Set<Family> families) {
        driver = StandInDriver.open(families);
        instance = TestInstance.create();
        device = instance.device();
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
    }

    @Test
    void sharesMemoryByHandle() {
        open(EnumSet.of(Family.KHR));
        long handle;
        RawMemory importer;
        try (RawMemory exporter = RawMemory.allocate(device.device(), export(OPAQUE_WIN32))) {
            handle = exporter.handleKhr(OPAQUE_WIN32);
            exporter.write(1);
            importer = RawMemory.allocate(device.device(), importing(OPAQUE_WIN32, handle));
            importer.assertHas(1);
            Kernel.close(handle);
            importer.write(2);
            exporter.assertHas(2);
        }
        try (importer) {
            importer.assertHas(2);
        }
    }
}
