package io.github.vkextmem.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM like this one, run to its end. */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * Runs a JVM with the flags that every JVM of the build gets.
     *
     * @param arguments what follows the flags: class path or module path, properties, the main class
     * @return its exit status, and behind that all that it printed
     */
    public static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + output.replace("\r\n", "\n");
    }
}
