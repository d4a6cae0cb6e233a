package io.github.vkextmem.driver;

import io.github.vkextmem.recording.VulkanEntry;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK10;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkInstanceCreateInfo;

/** The Vulkan driver that the build chose for the tests: the system's, or SwiftShader where there is none. */
public final class DriverUnderTest {

    private static final String LIBRARY = library();

    private static boolean loaded;
    private static boolean kept;
    private static @Nullable VkInstance keeper;

    private DriverUnderTest() {}

    /** Loads the driver into this process, once. */
    public static synchronized void load() {
        if (!loaded) {
            if (!LIBRARY.isEmpty()) {
                Configuration.VULKAN_LIBRARY_NAME.set(LIBRARY);
            }
            // Recording drivers live in the same process; behind this entry both have their place.
            VulkanEntry.install();
            loaded = true;
            keeper = kept ? create() : null;
        }
    }

    /** Keeps the driver in the process once it is loaded. */
    static synchronized void keep() {
        kept = true;
    }

    /** Lets the driver go, if it was kept. */
    static synchronized void letGo() {
        if (keeper != null) {
            VK10.vkDestroyInstance(keeper, null);
            keeper = null;
        }
    }

    private static VkInstance create() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var info = VkInstanceCreateInfo.calloc(stack).sType$Default();
            PointerBuffer handle = stack.mallocPointer(1);
            TestInstance.require("vkCreateInstance", VK10.vkCreateInstance(info, null, handle));
            return new VkInstance(handle.get(0), info);
        }
    }

    /** {@return whether the driver is loaded through the Vulkan loader, which layers need} */
    public static boolean hasLoader() {
        return LIBRARY.isEmpty();
    }

    private static String library() {
        Path file = Path.of(System.getProperty("driver.file", "target/driver.properties"));
        if (!Files.exists(file)) {
            return "";
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("library", "");
    }
}
