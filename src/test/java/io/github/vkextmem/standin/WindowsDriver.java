package io.github.vkextmem.standin;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.functional.Pattern;
import io.github.vkextmem.memory.DeviceMemory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Two devices with chosen extensions of Windows: of the driver under test where it has them, and of a stand-in in front of
 * it where it does not. Which of the two it is, the devices' name says.
 */
final class WindowsDriver implements AutoCloseable {

    private static Set<Family> lacking;

    private final StandInDriver standIn;
    private final TestInstance instance;
    private final TestDevice exporter;
    private final TestDevice importer;

    private WindowsDriver(StandInDriver standIn, Set<Family> families) {
        this.standIn = standIn;
        instance = TestInstance.create();
        String[] others =
                Family.ofDevice(EnumSet.complementOf(EnumSet.copyOf(families))).toArray(String[]::new);
        exporter = instance.deviceWithout(others);
        importer = instance.deviceWithout(others);
    }

    /** {@return devices that have these families and no other} */
    static WindowsDriver with(Set<Family> families) {
        Set<Family> missing = EnumSet.copyOf(families);
        missing.retainAll(lacking());
        WindowsDriver driver = new WindowsDriver(missing.isEmpty() ? null : StandInDriver.open(missing), families);
        List<String> needed = Family.ofDevice(families);
        if (!needed.stream().allMatch(driver.exporter.external()::hasExtension)) {
            driver.close();
            assumeTrue(false, "the driver under test has neither " + needed + " nor VK_EXT_external_memory_host");
        }
        return driver;
    }

    /** {@return what the real driver lacks; asked once} */
    private static synchronized Set<Family> lacking() {
        if (lacking == null) {
            try (TestInstance real = TestInstance.create();
                    TestDevice device = real.device()) {
                lacking = EnumSet.allOf(Family.class);
                lacking.removeIf(
                        family -> Family.ofDevice(Set.of(family)).stream().allMatch(device.external()::hasExtension));
            }
        }
        return lacking;
    }

    TestDevice exporter() {
        return exporter;
    }

    TestDevice importer() {
        return importer;
    }

    /** {@return the stand-in; null: it is the real driver} */
    StandInDriver standIn() {
        return standIn;
    }

    /** Writes on one side and reads on the other, both ways. */
    static void assertShared(DeviceMemory one, DeviceMemory other, long seed) {
        Pattern.write(one, seed);
        Pattern.assertIn(other, seed);
        Pattern.write(other, seed + 1);
        Pattern.assertIn(one, seed + 1);
    }

    @Override
    public void close() {
        importer.close();
        exporter.close();
        instance.close();
        if (standIn != null) {
            standIn.close();
        }
    }
}
