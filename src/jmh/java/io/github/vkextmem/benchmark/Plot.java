package io.github.vkextmem.benchmark;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Time by size, and below it what that is as throughput, as SVG. On white, because the page may be shown on black. */
final class Plot {

    private static final String SVG = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" role="img">
            <title>Time and throughput by size of the buffer, for each way to another process</title>
            <rect width="100%%" height="100%%" fill="white"/>
            %s<g transform="translate(0 %d)">
            %s</g>
            </svg>
            """;

    private Plot() {}

    static String of(ResultFile file) {
        Map<Way, NavigableMap<Long, Double>> micros = new EnumMap<>(Way.class);
        Map<Way, NavigableMap<Long, Double>> throughput = new EnumMap<>(Way.class);
        for (Map<String, String> row : file.rows()) {
            Way way = Way.valueOf(row.get("way"));
            long size = Long.parseLong(row.get("size"));
            double taken = Double.parseDouble(row.get("micros"));
            put(micros, way, size, taken);
            // The hand-over alone moves no bytes, and makes none either.
            if (way != Way.HAND_OVER) {
                put(throughput, way, size, HandOverTable.throughput(size, taken));
            }
        }
        return String.format(
                Locale.ROOT,
                SVG,
                Panel.WIDTH,
                2 * Panel.HEIGHT,
                Panel.draw("time", Plot::timeOf, micros),
                Panel.HEIGHT,
                Panel.draw("size divided by time, GiB/s", Plot::plain, throughput));
    }

    private static void put(Map<Way, NavigableMap<Long, Double>> series, Way way, long size, double value) {
        series.computeIfAbsent(way, none -> new TreeMap<>()).put(size, value);
    }

    private static String timeOf(double micros) {
        return micros < 1e3
                ? plain(micros) + " µs"
                : micros < 1e6 ? plain(micros / 1e3) + " ms" : plain(micros / 1e6) + " s";
    }

    private static String plain(double number) {
        return String.format(Locale.ROOT, number < 1 ? "%.3f" : "%.0f", number).replaceFirst("(\\.\\d*?)0+$", "$1");
    }
}
