package io.github.vkextmem.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Vulkan driver to run with: the system's, or SwiftShader where none works.
 *
 * @param library the library to load instead of the system's Vulkan loader; null: the loader
 * @param devices the names of its devices
 */
record Driver(@Nullable Path library, String devices) {

    static Driver choose() throws IOException {
        String devices = ChildJvm.output(ChildJvm.of(ProbeDriver.class, null));
        if (devices != null) {
            return new Driver(null, devices);
        }
        Path library = SwiftShader.fetch();
        devices = ChildJvm.output(ChildJvm.of(ProbeDriver.class, library));
        if (devices == null) {
            throw new IOException("neither the system's Vulkan driver nor " + library + " works here");
        }
        return new Driver(library, devices);
    }

    String description() {
        return devices + (library == null ? " (the system's driver)" : " (" + library + ")");
    }
}
