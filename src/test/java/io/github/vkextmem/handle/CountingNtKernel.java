package io.github.vkextmem.handle;

import io.github.vkextmem.platform.NtKernel;
import java.util.ArrayList;
import java.util.List;

/** Stands where Windows would be and notes which NT handles are closed, until it is closed itself. */
public final class CountingNtKernel implements NtKernel, AutoCloseable {

    private final List<Long> closed = new ArrayList<>();

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

    /** {@return the handles that were closed, in order, one that was closed twice twice} */
    public synchronized List<Long> closed() {
        return List.copyOf(closed);
    }

    @Override
    public void close() {
        NtKernel.replace(NtKernel.ofThisPlatform());
    }
}
