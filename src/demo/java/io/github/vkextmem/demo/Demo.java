package io.github.vkextmem.demo;

import static io.github.vkextmem.struct.ExternalMemoryHandleType.OPAQUE_FD;

import io.github.vkextmem.memory.ExternalMemory;
import java.io.IOException;
import java.nio.file.Path;
import org.lwjgl.system.Configuration;

/** Shares a picture with a second process, or prints what the device can do. */
final class Demo {

    private Demo() {}

    public static void main(String[] args) {
        try {
            // First of all: there is no use in looking for a driver if there is no such picture.
            run(picture(System.getProperty("picture", "")));
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Picture picture) throws IOException {
        Driver driver = Driver.choose();
        if (driver.library() != null) {
            Configuration.VULKAN_LIBRARY_NAME.set(driver.library().toString());
        }
        try (VulkanInstance instance = VulkanInstance.create();
                VulkanDevice device = VulkanDevice.create(instance)) {
            ExternalMemory external = ExternalMemory.on(device.device());
            System.out.println("\nDevice: " + external.deviceName() + ", " + driver.description());
            System.out.println("  deviceUUID " + external.identity().deviceUUID() + ", driverUUID "
                    + external.identity().driverUUID() + "\n\nWhat it can share:");
            System.out.println(CapabilityTable.of(external));
            if (System.getProperty("mode", "share").equals("info")) {
                return;
            }
            if (!external.hasExtension("VK_KHR_external_memory_fd")
                    || !external.bufferProperties(OPAQUE_FD, PictureBuffer.USAGE)
                            .isExportable()) {
                System.err.println(
                        "This device cannot export memory as a file descriptor, which the picture travels by.");
                System.exit(1);
            }
            boolean arrived = new Sender(external, driver, Path.of(System.getProperty("target"))).share(picture);
            if (!arrived) {
                System.exit(1);
            }
        }
    }

    private static Picture picture(String file) throws IOException {
        return file.isEmpty() ? Picture.draw(1920, 1080) : Picture.load(Path.of(file));
    }
}
