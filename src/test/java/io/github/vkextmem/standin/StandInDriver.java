package io.github.vkextmem.standin;

import static org.lwjgl.system.MemoryUtil.memUTF16;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.lwjgl.vulkan.VK11;

/**
 * Stands between LWJGL and the driver and gives its devices VK_KHR_external_memory_win32 or
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

    private final StandInLayer layer;
    private final Set<Family> families;
    private final String label;
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> namesTaken = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private UnaryOperator<Boolean> inheritance = UnaryOperator.identity();

    /** What a handle of Vulkan belongs to. */
    interface Part {
        StandInDriver driver();
    }

    private StandInDriver(StandInLayer layer, Set<Family> families, String label) {
        this.layer = layer;
        this.families = EnumSet.copyOf(families);
        this.label = label + String.join(", ", Family.ofDevice(families)) + ")";
    }

    /**
     * Puts a stand-in in front of the real library.
     *
     * @param families what it stands in for
     * @throws IllegalStateException if another is open
     */
    public static StandInDriver open(Set<Family> families) {
        LookalikeDriver.install();
        return open(StandInLayer.UPPER, families, LABEL);
    }

    static StandInDriver open(StandInLayer layer, Set<Family> families, String label) {
        StandInDriver driver = new StandInDriver(layer, families, label);
        layer.open(driver);
        return driver;
    }

    StandInLayer layer() {
        return layer;
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
        return label;
    }

    /**
     * {@return the opaque handle types that memory may be exported as together with one of them} Both, or like drivers of
     * real devices one at a time, so that tests ask.
     */
    int compatible(int handleType) {
        return layer == StandInLayer.UPPER ? ExportRequest.OPAQUE_WIN32 | ExportRequest.OPAQUE_WIN32_KMT : handleType;
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
        layer.close();
        check();
    }
}
