package io.github.vkextmem.standin;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The driver under test as the tests of Windows see it. {@code -Ddriver.has=KHR} makes it look as if it had the extensions of
 * that {@link Family} by itself, as drivers of Windows do and lavapipe under Wine 8 does not: a stand-in in the lower layer.
 */
final class LookalikeDriver {

    static final String PROPERTY = "driver.has";

    private static final String HAS = System.getProperty(PROPERTY, "");
    private static final String LABEL = " (made to look as if it had ";

    private static StandInDriver driver;

    private LookalikeDriver() {}

    /** Puts it in front of the real library, once. */
    static synchronized void install() {
        if (driver == null && !HAS.isEmpty()) {
            Set<Family> families =
                    Arrays.stream(HAS.split(",")).map(Family::valueOf).collect(Collectors.toSet());
            driver = StandInDriver.open(StandInLayer.LOWER, families, LABEL);
        }
    }

    /** @throws AssertionError if it received what a driver must not */
    static synchronized void check() {
        if (driver != null) {
            driver.check();
        }
    }
}
