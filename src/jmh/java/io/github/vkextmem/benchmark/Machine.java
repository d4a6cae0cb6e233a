package io.github.vkextmem.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK11;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceDriverProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;

/** What a measurement was made on, as the program finds it; no names of hosts, users or folders. */
final class Machine {

    private Machine() {}

    static Map<String, String> facts(VkPhysicalDevice device) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("cpu", cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("os", os());
        facts.put("jdk", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"));
        facts.put("driver", driver(device));
        return facts;
    }

    static int jdk() {
        return Runtime.version().feature();
    }

    private static String cpu() {
        return firstLine(Path.of("/proc/cpuinfo"), "model name", ':').orElse(System.getProperty("os.arch"));
    }

    private static String os() {
        // What follows the numbers is the distribution's.
        String kernel = System.getProperty("os.name") + " "
                + System.getProperty("os.version").replaceFirst("-.*", "");
        return firstLine(Path.of("/etc/os-release"), "PRETTY_NAME", '=')
                .map(name -> name.replace("\"", "") + ", " + kernel)
                .orElse(kernel);
    }

    private static Optional<String> firstLine(Path file, String key, char separator) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String driver(VkPhysicalDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var driver = VkPhysicalDeviceDriverProperties.calloc(stack)
                    .sType(VK12.VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES);
            var properties =
                    VkPhysicalDeviceProperties2.calloc(stack).sType$Default().pNext(driver);
            VK11.vkGetPhysicalDeviceProperties2(device, properties);
            return properties.properties().deviceNameString() + ", " + driver.driverNameString() + " "
                    + driver.driverInfoString();
        }
    }
}
