package io.github.vkextmem.demo;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Chooses a driver for the tests and writes it down for them, so that a JDK and Maven are all a machine must have. */
final class ChooseDriver {

    private ChooseDriver() {}

    public static void main(String[] args) throws IOException {
        Driver driver = Driver.choose();
        Properties properties = new Properties();
        properties.setProperty(
                "library", driver.library() == null ? "" : driver.library().toString());
        properties.setProperty("devices", driver.devices());
        try (Writer file = Files.newBufferedWriter(Path.of(System.getProperty("target"), "driver.properties"))) {
            properties.store(file, null);
        }
        System.out.println("Vulkan driver for the tests: " + driver.description());
    }
}
