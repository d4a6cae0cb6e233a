package io.github.vkextmem.layer;

import io.github.vkextmem.MissingExtensionException;
import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.VulkanException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How random calls ended, counted. */
final class Outcomes {

    private final Map<String, Integer> counts = new TreeMap<>();
    private int done;

    /** Notes a call that the driver did. */
    void done() {
        done++;
    }

    /**
     * Notes how a call failed.
     *
     * @throws RuntimeException the same, if no call may fail like that
     */
    void failed(RuntimeException e) {
        if (e instanceof ValidUsageException broken) {
            broken.vuids().forEach(this::count);
        } else if (e instanceof VulkanException driver) {
            count("driver: " + driver.resultName());
        } else if (e instanceof MissingExtensionException missing) {
            count("missing " + missing.extension());
        } else if (e.getClass() == IllegalArgumentException.class || e.getClass() == IllegalStateException.class) {
            count(e.getClass().getSimpleName());
        } else {
            throw e;
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** {@return how many calls the driver did} */
    int doneCount() {
        return done;
    }

    /** {@return how many different statements of valid usage were found broken} */
    long statements() {
        return counts.keySet().stream().filter(name -> name.startsWith("VUID-")).count();
    }

    /** {@return a table, a line for each} */
    @Override
    public String toString() {
        return String.format("%8d done%n", done)
                + counts.entrySet().stream()
                        .map(entry -> String.format("%8d %s%n", entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining());
    }
}
