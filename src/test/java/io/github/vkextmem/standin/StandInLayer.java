package io.github.vkextmem.standin;

import io.github.vkextmem.recording.NativeCalls;
import io.github.vkextmem.recording.RealVulkan;
import io.github.vkextmem.recording.VulkanEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A place between LWJGL and the real library, where one stand-in at a time receives calls. There are two, one below the
 * other, and to the upper one the lower one is the driver.
 */
final class StandInLayer {

    /** For what looks like a driver of this machine: see {@link LookalikeDriver}. */
    static final StandInLayer LOWER = new StandInLayer(RealVulkan::find);

    static final StandInLayer UPPER = new StandInLayer(LOWER::find);

    private final VulkanEntry.Front below;

    /** Instances, physical devices and devices by their handles, which are the real library's. */
    private final Map<Long, StandInDriver.Part> parts = new ConcurrentHashMap<>();

    /** Native functions, which live as long as the process. */
    private final Map<String, Long> functions = new ConcurrentHashMap<>();

    /** The one that new instances belong to; null: none. */
    private volatile StandInDriver open;

    private StandInLayer(VulkanEntry.Front below) {
        this.below = below;
    }

    /** Opens a stand-in here, to which new instances belong; one at a time. */
    synchronized void open(StandInDriver driver) {
        if (open != null) {
            throw new IllegalStateException("another stand-in is open");
        }
        VulkanEntry.install();
        open = driver;
        VulkanEntry.putInFront(UPPER::find);
    }

    synchronized void close() {
        open = null;
    }

    void register(long handle, StandInDriver.Part part) {
        parts.put(handle, part);
    }

    void forget(long handle) {
        parts.remove(handle);
    }

    /** {@return what a handle belongs to here; null: nothing} */
    StandInDriver.Part part(long handle) {
        return parts.get(handle);
    }

    /** {@return what vkGetInstanceProcAddr answers here} */
    long find(long instance, String name) {
        long own = instance != 0 ? StandInCommands.find(this, instance, name) : findGlobal(name);
        return own != 0 ? own : findBelow(instance, name);
    }

    private long findGlobal(String name) {
        return switch (open == null ? "" : name) {
            case "vkCreateInstance" -> function(name, 3, a -> StandInInstance.create(open, a));
            case "vkEnumerateInstanceExtensionProperties" ->
                function(name, 3, a -> StandInInstance.enumerateExtensions(open, a));
            default -> 0;
        };
    }

    /** {@return what vkGetInstanceProcAddr answers below} */
    long findBelow(long instance, String name) {
        return below.find(instance, name);
    }

    /** {@return the native function of a command, made when it is first asked for} */
    long function(String name, int parameters, NativeCalls.Body body) {
        return functions.computeIfAbsent(name, key -> NativeCalls.create(parameters, body));
    }
}
