package io.github.vkextmem.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** Google's software Vulkan driver, as it comes inside a Maven artifact with a whole browser around it. */
final class SwiftShader {

    private static final Set<String> LIBRARIES = Set.of("libvk_swiftshader.so", "vk_swiftshader.dll");

    private SwiftShader() {}

    static Path fetch() throws IOException {
        Path folder = Path.of(System.getProperty("target"), "swiftshader").toAbsolutePath();
        Path unpacked = find(folder, LIBRARIES::contains);
        if (unpacked != null) {
            return unpacked;
        }
        String artifact = System.getProperty("swiftshader.artifact", "");
        if (artifact.isEmpty()) {
            throw new IOException("no Vulkan driver works on this machine, and SwiftShader is no Maven artifact for its"
                    + " platform; install a driver (on Debian and Ubuntu: mesa-vulkan-drivers)");
        }
        System.out.println("No Vulkan driver works on this machine. Fetching SwiftShader, a software driver, with Maven"
                + " (148 MB, once):\n  " + artifact);
        download(artifact, folder);
        Path jar = find(folder, name -> name.endsWith(".jar"));
        if (jar == null) {
            throw new IOException(artifact + " was not copied to " + folder);
        }
        unpack(jar, folder);
        Files.delete(jar);
        Path library = find(folder, LIBRARIES::contains);
        if (library == null) {
            throw new IOException(artifact + " holds none of " + LIBRARIES);
        }
        return library;
    }

    /** Maven itself downloads, with the user's settings, into his repository, and shows its progress. */
    private static void download(String artifact, Path folder) throws IOException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String maven = Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn")
                .toString();
        Process process = new ProcessBuilder(List.of(
                        maven,
                        System.getProperty("dependency.plugin") + ":copy",
                        "-Dartifact=" + artifact,
                        "-DoutputDirectory=" + folder,
                        "-Dmaven.repo.local=" + System.getProperty("maven.repo.local")))
                .inheritIO()
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("Maven could not fetch " + artifact
                        + "; install a Vulkan driver (on Debian and Ubuntu: mesa-vulkan-drivers) or run online");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".tar.gz")) {
                    unpackLibrary(zip, folder);
                }
            }
        }
    }

    private static void unpackLibrary(InputStream archive, Path folder) throws IOException {
        // Not closed: that would close the zip around it.
        TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(archive));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = Path.of(entry.getName()).getFileName().toString();
            if (LIBRARIES.contains(name)) {
                Path partial = folder.resolve(name + ".part");
                Files.copy(tar, partial, StandardCopyOption.REPLACE_EXISTING);
                Files.move(partial, folder.resolve(name));
            }
        }
    }

    private static @Nullable Path find(Path folder, Predicate<String> wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> wanted.test(file.getFileName().toString()))
                    .findFirst()
                    .orElse(null);
        }
    }
}
