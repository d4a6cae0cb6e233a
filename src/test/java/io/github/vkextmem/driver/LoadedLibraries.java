package io.github.vkextmem.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.lwjgl.system.Platform;
import org.lwjgl.system.linux.DynamicLinkLoader;

/**
 * Keeps drivers in the process. The Vulkan loader unloads them with the last instance, and NVIDIA's (580.159) does not take
 * that well: the thirty-first time it is not loaded again, and a thread that used it crashes when it ends after it is gone.
 */
final class LoadedLibraries {

    private static final int PATH_IN_MAPS = 5;

    private LoadedLibraries() {}

    /** Keeps every library that is loaded now. */
    static void keepAll() {
        if (Platform.get() == Platform.LINUX) {
            mapped().forEach(path -> DynamicLinkLoader.dlopen(path, DynamicLinkLoader.RTLD_NOW));
        }
    }

    private static List<String> mapped() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map(line -> line.split("\\s+", PATH_IN_MAPS + 1))
                    .filter(columns -> columns.length > PATH_IN_MAPS)
                    .map(columns -> columns[PATH_IN_MAPS])
                    .filter(path -> path.contains(".so"))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
