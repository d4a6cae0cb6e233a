package io.github.vkextmem.benchmark;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Another JVM like this one. */
final class Jvm {

    private static final String LIBRARY = "org.lwjgl.vulkan.libname";

    private Jvm() {}

    /** The build writes down which library it chose, where the system's own driver does not work. */
    static void useChosenDriver() {
        Path file = Path.of(System.getProperty("driver.file", ""));
        if (Files.isRegularFile(file) && System.getProperty(LIBRARY) == null) {
            Properties chosen = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                chosen.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!chosen.getProperty("library", "").isEmpty()) {
                System.setProperty(LIBRARY, chosen.getProperty("library"));
            }
        }
    }

    static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // One set of flags starts JDK 17 and newer ones alike.
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+IgnoreUnrecognizedVMOptions");
        command.add("--sun-misc-unsafe-memory-access=allow");
        if (System.getProperty(LIBRARY) != null) {
            command.add("-D" + LIBRARY + "=" + System.getProperty(LIBRARY));
        }
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO().start();
    }
}
