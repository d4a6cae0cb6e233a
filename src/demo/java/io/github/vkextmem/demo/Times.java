package io.github.vkextmem.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** What took how long, in the order in which it happened. */
final class Times {

    private final Map<String, Long> nanos = new LinkedHashMap<>();

    void add(String what, long duration) {
        nanos.put(what, duration);
    }

    /** {@return a line each} */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        nanos.forEach((what, duration) -> lines.append("%-64s %10.3f ms%n".formatted(what, duration / 1e6)));
        return lines.toString();
    }
}
