package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memUTF16;

import io.github.vkextmem.recording.VulkanEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.lwjgl.vulkan.VK11;

/**
 * Stands between LWJGL and the real Vulkan library and gives its devices VK_KHR_external_memory_win32 or
 * VK_NV_external_memory_win32, with what belongs to it. Memory for export is a section object of Windows, which the real
 * driver imports as a host pointer; handles are handles of that section. Everything else is the real driver's.
 *
 * <p>What it receives it reads by the registry's tables. Nothing can be thrown through native frames: what is wrong with
 * a call is thrown by {@link #close()}, and by {@link #check()}. Instances that are created while a stand-in is open
 * belong to it until they are destroyed.
 */
public final class StandInDriver implements AutoCloseable {

    /** Stands behind the name of each device, so that nobody takes the results for the real driver's. */
    public static final String LABEL = " (stand-in for ";

    /** Instances, physical devices and devices by their handles, which are the real library's. */
    private static final Map<Long, Part> PARTS = new ConcurrentHashMap<>();

    private static volatile StandInDriver open;

    private final Set<Family> families;
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> namesTaken = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private UnaryOperator<Boolean> inheritance = UnaryOperator.identity();

    /** What a handle of Vulkan belongs to. */
    interface Part {
        StandInDriver driver();
    }

    private StandInDriver(Set<Family> families) {
        this.families = families;
    }

    /**
     * Puts a stand-in in front of the real library.
     *
     * @param families what it stands in for
     * @throws IllegalStateException if another is open
     */
    public static synchronized StandInDriver open(Set<Family> families) {
        if (open != null) {
            throw new IllegalStateException("another stand-in is open");
        }
        VulkanEntry.install();
        open = new StandInDriver(EnumSet.copyOf(families));
        VulkanEntry.putInFront(StandInCommands::find);
        return open;
    }

    /** {@return the one that new instances belong to; null: none} */
    static StandInDriver current() {
        return open;
    }

    static void register(long handle, Part part) {
        PARTS.put(handle, part);
    }

    static void forget(long handle) {
        PARTS.remove(handle);
    }

    static Part part(long handle) {
        return PARTS.get(handle);
    }

    /** Ignores bInheritHandle, as the real extension of Wine 11 does. */
    public synchronized void ignoreInheritance(boolean exportInheritable) {
        inheritance = asked -> exportInheritable;
    }

    /** {@return whether an exported handle is inheritable, where the SECURITY_ATTRIBUTES ask for that or not} */
    synchronized boolean isInherited(boolean asked) {
        return inheritance.apply(asked);
    }

    Set<Family> families() {
        return families;
    }

    String label() {
        return LABEL + String.join(", ", Family.ofDevice(families)) + ")";
    }

    synchronized void failed(Throwable failure) {
        failures.add(failure);
    }

    synchronized void refused(String command, Refusal refusal) {
        refusals.add(command + ": " + refusal.getMessage());
    }

    synchronized Refusal nameTaken(long name) {
        String text = memUTF16(name);
        namesTaken.add(text);
        return new Refusal(VK11.VK_ERROR_INVALID_EXTERNAL_HANDLE, "'" + text + "' exists already");
    }

    /** {@return names that were asked for and stood for something already} */
    public synchronized List<String> namesTaken() {
        return List.copyOf(namesTaken);
    }

    /** {@return why calls were refused that were made correctly} */
    public synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** @throws AssertionError if a call since the last time was not what the specification demands */
    public synchronized void check() {
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError(
                    "the driver received what it must not: " + failures.get(0).getMessage());
            failures.forEach(error::addSuppressed);
            failures.clear();
            throw error;
        }
    }

    /** Steps aside: instances that are created from now on are the real library's. */
    @Override
    public void close() {
        synchronized (StandInDriver.class) {
            open = null;
        }
        check();
    }
}
