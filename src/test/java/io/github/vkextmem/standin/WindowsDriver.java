package io.github.vkextmem.standin;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.functional.Pattern;
import io.github.vkextmem.memory.DeviceMemory;
import io.github.vkextmem.struct.ExternalMemoryHandleType;
import io.github.vkextmem.struct.ExternalMemoryProperties;
import io.github.vkextmem.struct.ImageFormatInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.lwjgl.vulkan.VK10;

/**
 * Two devices with chosen extensions of Windows: of the driver under test where it has them, and of a stand-in in front of
 * it where it does not. Which of the two it is, the devices' name says.
 */
final class WindowsDriver implements AutoCloseable {

    /** An image that every device has. */
    static final ImageFormatInfo IMAGE = new ImageFormatInfo(
            VK10.VK_FORMAT_R8G8B8A8_UNORM,
            VK10.VK_IMAGE_TYPE_2D,
            VK10.VK_IMAGE_TILING_OPTIMAL,
            VK10.VK_IMAGE_USAGE_TRANSFER_SRC_BIT,
            0);

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

    /** {@return what the driver under test lacks; asked once} */
    static synchronized Set<Family> lacking() {
        if (lacking == null) {
            LookalikeDriver.install();
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

    /** Leaves a test out where the driver cannot share memory through a handle type of its own. */
    void assumeShareable(ExternalMemoryHandleType type) {
        ExternalMemoryProperties properties = exporter.external().bufferProperties(type, TestDevice.BUFFER_USAGE);
        assumeTrue(
                properties.isExportable() && properties.isImportable(),
                () -> exporter.external().deviceName() + " cannot share memory as " + type + ": " + properties);
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
        LookalikeDriver.check();
    }
}
