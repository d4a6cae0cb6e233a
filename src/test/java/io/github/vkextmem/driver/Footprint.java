package io.github.vkextmem.driver;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds, as Linux counts it. Regular files and pipes are left out: the JVM opens and maps files whenever it
 * loads classes, and closes the pipes of a child process some time after that ended. What drivers share is neither: a memfd, a
 * dma-buf, a device; nor are the sockets of channels.
 *
 * @param descriptors how many are open
 * @param mappings how many are mapped; the collector may unmap some that earlier tests forgot
 * @param sharedKilobytes what is resident of shared memory
 * @param anonymousKilobytes what is resident of this process' own memory, the JVM's included
 */
public record Footprint(long descriptors, long mappings, long sharedKilobytes, long anonymousKilobytes) {

    private static final Path SELF = Path.of("/proc/self");
    private static final int PATH_IN_MAPS = 5;

    static {
        // The collector gives back no heap from now on: that would hide what something else left.
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).setVMOption("MaxHeapFreeRatio", "100");
    }

    /** {@return what it holds now} */
    public static Footprint now() {
        return new Footprint(openDescriptors(), mappedObjects(), status("RssShmem:"), status("RssAnon:"));
    }

    private static long openDescriptors() {
        try (Stream<Path> all = Files.list(SELF.resolve("fd"))) {
            return all.map(Footprint::target)
                    .filter(target -> !target.startsWith("pipe:"))
                    .filter(Footprint::isNoFile)
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The listing's own descriptor is gone by the time it is asked for, or is a folder. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return SELF.toString();
        }
    }

    private static boolean isNoFile(String target) {
        Path path = Path.of(target);
        return !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private static long mappedObjects() {
        try (Stream<String> lines = Files.lines(SELF.resolve("maps"))) {
            return lines.map(line -> line.split(" +", PATH_IN_MAPS + 1))
                    .filter(columns -> columns.length > PATH_IN_MAPS && columns[PATH_IN_MAPS].startsWith("/"))
                    .filter(columns -> isNoFile(columns[PATH_IN_MAPS]))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long status(String key) {
        try (Stream<String> lines = Files.lines(SELF.resolve("status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
