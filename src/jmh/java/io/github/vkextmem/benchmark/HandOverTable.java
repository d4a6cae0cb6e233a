package io.github.vkextmem.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The hand-over by size, as a table of times, and of throughput for what is copied. */
final class HandOverTable {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double GIB = 1 << 30;

    private static final String WHAT_IT_SAYS = """
            Medians. Memory that can be mapped is mapped on both sides. Where bytes are copied, the memory on both sides is there before
            and was touched: *every page* is the peer of the first copy into new memory, the hand-over alone that of each copy more. The file lay on %s.
            """;

    private HandOverTable() {}

    static String of(ResultFile file) {
        Map<Long, Map<Way, Map<String, String>>> bySize = new TreeMap<>();
        for (Map<String, String> row : file.rows()) {
            bySize.computeIfAbsent(Long.parseLong(row.get("size")), size -> new TreeMap<>())
                    .put(Way.valueOf(row.get("way")), row);
        }
        StringBuilder table = new StringBuilder("| size |");
        StringBuilder rule = new StringBuilder("\n|---:|");
        for (Way way : Way.values()) {
            if (bySize.values().stream().anyMatch(row -> row.containsKey(way))) {
                table.append(' ').append(way.words()).append(" |");
                rule.append("---:|");
            }
        }
        table.append(rule).append('\n');
        bySize.forEach((size, ways) -> {
            table.append("| ").append(sizeOf(size)).append(" |");
            ways.forEach(
                    (way, row) -> table.append(' ').append(cell(way, size, row)).append(" |"));
            table.append('\n');
        });
        return table.append("\n")
                .append(String.format(WHAT_IT_SAYS, file.facts().get("file")))
                .toString();
    }

    private static String cell(Way way, long size, Map<String, String> row) {
        double micros = Double.parseDouble(row.get("micros"));
        String time = timeOf(micros);
        return way.isCopy()
                ? String.format(Locale.ROOT, "%s, %.1f GiB/s", time, size / GIB / (micros / MICROS_PER_SECOND))
                : time;
    }

    static String sizeOf(long bytes) {
        return bytes >= 1 << 30
                ? (bytes >> 30) + " GiB"
                : bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }

    static String timeOf(double micros) {
        return String.format(Locale.ROOT, micros < 1e3 ? "%.1f µs" : "%.1f ms", micros < 1e3 ? micros : micros / 1e3);
    }
}
