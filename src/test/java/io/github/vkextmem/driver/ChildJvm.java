package io.github.vkextmem.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM like this one. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * Says how to start a JVM on this one's class path, with the driver that was chosen for the tests.
     *
     * @param main its main class
     * @param arguments what that gets
     * @return the command, which the caller may add to
     */
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> command = java();
        // What starts soonest: children do little.
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-ea",
                "-Dorg.lwjgl.vulkan.explicitInit=true",
                "-Ddriver.file=" + System.getProperty("driver.file", "target/driver.properties"),
                "-Ddriver.has=" + System.getProperty("driver.has", ""),
                "-classpath",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Runs a JVM to its end.
     *
     * @param arguments what follows the flags: class path or module path, properties, the main class
     * @return its exit status, and behind that all that it printed
     */
    public static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = java();
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + output.replace("\r\n", "\n");
    }

    /** The flags with which JDK 17 and newer ones start alike. */
    private static List<String> java() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow"));
    }
}
