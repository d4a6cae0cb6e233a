package io.github.vkextmem.benchmark;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Time by size, both axes logarithmic, as SVG: a line for each way, its name at its right end. */
final class Plot {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 460;
    private static final int LEFT = 70;
    private static final int RIGHT = 640;
    private static final int TOP = 20;
    private static final int BOTTOM = 410;
    private static final int LABEL_HEIGHT = 16;
    private static final double LOWEST_MICROS = 1;
    private static final double HIGHEST_MICROS = 1e6;
    private static final Map<Way, String> COLOURS = new EnumMap<>(Map.of(
            Way.HAND_OVER, "#0072b2",
            Way.WHOLE, "#56b4e9",
            Way.WHOLE_TOUCHED, "#009e73",
            Way.PIPE, "#d55e00",
            Way.SOCKET, "#e69f00",
            Way.FILE, "#999999"));

    private final double smallest;
    private final double largest;
    private final StringBuilder svg = new StringBuilder();

    private Plot(double smallest, double largest) {
        this.smallest = smallest;
        this.largest = largest;
    }

    static String of(ResultFile file) {
        Map<Way, Map<Long, Double>> series = new EnumMap<>(Way.class);
        for (Map<String, String> row : file.rows()) {
            series.computeIfAbsent(Way.valueOf(row.get("way")), way -> new TreeMap<>())
                    .put(Long.parseLong(row.get("size")), Double.parseDouble(row.get("micros")));
        }
        var sizes = new TreeMap<>(series.values().iterator().next());
        return new Plot(sizes.firstKey(), sizes.lastKey()).draw(sizes.keySet(), series);
    }

    private String draw(Iterable<Long> sizes, Map<Way, Map<Long, Double>> series) {
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH, HEIGHT));
        for (long size : sizes) {
            grid(x(size), BOTTOM, x(size), TOP);
            text(x(size), BOTTOM + 18, "middle", "black", HandOverTable.sizeOf(size));
        }
        for (double micros = LOWEST_MICROS; micros <= HIGHEST_MICROS; micros *= 10) {
            grid(LEFT, y(micros), RIGHT, y(micros));
            text(
                    LEFT - 8,
                    y(micros) + 4,
                    "end",
                    "black",
                    HandOverTable.timeOf(micros).replace(".0", ""));
        }
        text((LEFT + RIGHT) / 2.0, BOTTOM + 40, "middle", "black", "size of the buffer");
        series.forEach(this::line);
        labels(series);
        return svg.append("</svg>\n").toString();
    }

    private void line(Way way, Map<Long, Double> points) {
        StringJoiner line = new StringJoiner(" ");
        points.forEach((size, micros) -> line.add(String.format(Locale.ROOT, "%.1f,%.1f", x(size), y(micros))));
        svg.append(String.format(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", line, COLOURS.get(way)));
    }

    /** Each at the height where its line ends, or below the one above. */
    private void labels(Map<Way, Map<Long, Double>> series) {
        Map<Double, Way> byHeight = new TreeMap<>();
        series.forEach((way, points) ->
                byHeight.put(y(new TreeMap<>(points).lastEntry().getValue()), way));
        double free = TOP;
        for (Map.Entry<Double, Way> entry : byHeight.entrySet()) {
            double at = Math.max(free, entry.getKey());
            Way way = entry.getValue();
            text(RIGHT + 8, at + 4, "start", COLOURS.get(way), way.words());
            free = at + LABEL_HEIGHT;
        }
    }

    private void grid(double fromX, double fromY, double toX, double toY) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                fromX,
                fromY,
                toX,
                toY));
    }

    private void text(double x, double y, String anchor, String colour, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                words));
    }

    private double x(double size) {
        return LEFT + (RIGHT - LEFT) * Math.log(size / smallest) / Math.log(largest / smallest);
    }

    private static double y(double micros) {
        double height = Math.log(micros / LOWEST_MICROS) / Math.log(HIGHEST_MICROS / LOWEST_MICROS);
        return BOTTOM - (BOTTOM - TOP) * height;
    }
}
