package io.github.vkextmem.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.lwjgl.Version;

/** The classes that the LWJGL of this run has: the tests are compiled against a newer one than the oldest they run on. */
public final class LwjglClasses {

    private LwjglClasses() {}

    /** {@return whether LWJGL has a class} */
    public static boolean has(String name) {
        try {
            Class.forName(name, false, LwjglClasses.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Skips the test if LWJGL has no such class of package {@code org.lwjgl.vulkan}. */
    public static void assumeVulkan(String simpleName) {
        assumeTrue(
                has("org.lwjgl.vulkan." + simpleName),
                () -> "LWJGL " + Version.getVersion() + " has no class " + simpleName);
    }
}
