package io.github.vkextmem.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.lwjgl.Version;
import org.lwjgl.vulkan.VKCapabilitiesDevice;
import org.lwjgl.vulkan.VKCapabilitiesInstance;

/** The LWJGL that the tests run on, which may be older than the one that they are compiled against. */
public final class TestedLwjgl {

    private TestedLwjgl() {}

    /** {@return whether LWJGL has a class} */
    public static boolean hasClass(String name) {
        try {
            Class.forName(name, false, TestedLwjgl.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** {@return whether LWJGL has a Vulkan command, or can tell whether an extension is enabled} */
    public static boolean knows(String commandOrExtension) {
        return Stream.of(VKCapabilitiesInstance.class, VKCapabilitiesDevice.class)
                .flatMap(capabilities -> Arrays.stream(capabilities.getFields()))
                .anyMatch(field -> field.getName().equals(commandOrExtension));
    }

    /** Skips the test if LWJGL does not have a class of package {@code org.lwjgl.vulkan}. */
    public static void assumeVulkanClass(String simpleName) {
        assume(hasClass("org.lwjgl.vulkan." + simpleName), simpleName);
    }

    /** Skips the test if LWJGL does not know a Vulkan command or extension. */
    public static void assumeKnows(String commandOrExtension) {
        assume(knows(commandOrExtension), commandOrExtension);
    }

    private static void assume(boolean has, String name) {
        assumeTrue(has, () -> "LWJGL " + Version.getVersion() + " does not have " + name);
    }
}
