package io.github.vkextmem.handle;

import io.github.vkextmem.platform.NtKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stands where Windows would be and notes which NT handles are closed, until it is closed itself. */
public final class CountingNtKernel implements NtKernel, AutoCloseable {

    /** Beyond what a recording driver gives out. */
    private static final long FIRST_DUPLICATE = 0x10000;

    private final List<Long> closed = new ArrayList<>();
    private final List<Long> duplicates = new ArrayList<>();
    private final Map<Long, Boolean> inheritable = new HashMap<>();

    private CountingNtKernel() {}

    /** Takes the platform's place in this process; one at a time. */
    public static CountingNtKernel install() {
        CountingNtKernel kernel = new CountingNtKernel();
        NtKernel.replace(kernel);
        return kernel;
    }

    @Override
    public synchronized void close(long handle) {
        closed.add(handle);
    }

    /** As Windows does; only that a handle which was closed is duplicated never happens by right. */
    @Override
    public synchronized long duplicate(long handle, long process, int access) {
        if (closed.contains(handle)) {
            throw new AssertionError("0x" + Long.toHexString(handle) + " is duplicated and was closed");
        }
        if (process != currentProcess() || access != SAME_ACCESS) {
            throw new AssertionError("not as asked for: process " + process + ", access " + access);
        }
        duplicates.add(FIRST_DUPLICATE + 4L * duplicates.size());
        return duplicates.get(duplicates.size() - 1);
    }

    @Override
    public synchronized void setInheritable(long handle, boolean inherited) {
        inheritable.put(handle, inherited);
    }

    /** {@return which handles were made inheritable or not, and what they were made last} */
    public synchronized Map<Long, Boolean> inheritable() {
        return Map.copyOf(inheritable);
    }

    /** {@return the handles that were made by duplication, in order} */
    public synchronized List<Long> duplicates() {
        return List.copyOf(duplicates);
    }

    /** {@return the handles that were closed, in order, one that was closed twice twice} */
    public synchronized List<Long> closed() {
        return List.copyOf(closed);
    }

    @Override
    public void close() {
        NtKernel.replace(NtKernel.ofThisPlatform());
    }
}
