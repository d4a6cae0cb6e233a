package io.github.vkextmem.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The hand-over by size, as a table of times, and of throughput for what is copied. */
final class HandOverTable {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double GIB = 1 << 30;

    private static final String HOST_VISIBLE = """
            The whole maps the memory on both sides. *Touched*: one byte of each 4 KiB page is written before, and read there. Copies go
            between buffers that both processes have already used; pipe and sockets have their default sizes. The file lay on %s.
            """;
    private static final String OF_A_CARD = """
            The memory shared is the card's and is not mapped; the copies are of host memory, without the way from and to the card. They
            go between buffers that both processes have already used; pipe and sockets have their default sizes. The file lay on %s.
            """;

    private HandOverTable() {}

    static String of(ResultFile file) {
        Map<Long, Map<Way, Map<String, String>>> bySize = new TreeMap<>();
        for (Map<String, String> row : file.rows()) {
            bySize.computeIfAbsent(Long.parseLong(row.get("size")), size -> new TreeMap<>())
                    .put(Way.valueOf(row.get("way")), row);
        }
        List<Way> ways = Stream.of(Way.values())
                .filter(way -> bySize.values().stream().anyMatch(row -> row.containsKey(way)))
                .toList();
        StringBuilder table = new StringBuilder("| size |");
        ways.forEach(way -> table.append(' ').append(way.words()).append(" |"));
        table.append("\n|---:|").append("---:|".repeat(ways.size())).append('\n');
        bySize.forEach((size, cells) -> {
            table.append("| ").append(sizeOf(size)).append(" |");
            for (Way way : ways) {
                table.append(' ')
                        .append(cells.containsKey(way) ? cell(way, size, cells.get(way)) : "")
                        .append(" |");
            }
            table.append('\n');
        });
        // Only host-visible memory can be touched.
        String note = ways.contains(Way.WHOLE_TOUCHED) ? HOST_VISIBLE : OF_A_CARD;
        return table.append('\n')
                .append(medians(file.rows()))
                .append(String.format(note, file.facts().get("file")))
                .toString();
    }

    private static String medians(List<Map<String, String>> rows) {
        LongSummaryStatistics times =
                rows.stream().mapToLong(row -> Long.parseLong(row.get("times"))).summaryStatistics();
        return String.format(Locale.ROOT, "Medians of %d to %d. ", times.getMin(), times.getMax());
    }

    private static String cell(Way way, long size, Map<String, String> row) {
        double micros = Double.parseDouble(row.get("micros"));
        String time = timeOf(micros);
        return way.isCopy() ? String.format(Locale.ROOT, "%s, %.1f GiB/s", time, throughput(size, micros)) : time;
    }

    /** {@return GiB a second} */
    static double throughput(long size, double micros) {
        return size / GIB / (micros / MICROS_PER_SECOND);
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
