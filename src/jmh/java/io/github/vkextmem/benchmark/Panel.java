package io.github.vkextmem.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** A diagram of values by size, both axes logarithmic: a line for each way, its name at its right end. */
final class Panel {

    static final int WIDTH = 980;
    static final int HEIGHT = 460;

    private static final int LEFT = 90;
    private static final int RIGHT = 640;
    private static final int TOP = 20;
    private static final int BOTTOM = 400;
    private static final int LABELS = RIGHT + 28;
    private static final int LABEL_HEIGHT = 16;
    private static final Map<Way, String> COLOURS = new EnumMap<>(Map.of(
            Way.HAND_OVER, "#0072b2",
            Way.WHOLE, "#56b4e9",
            Way.WHOLE_TOUCHED, "#009e73",
            Way.PIPE, "#d55e00",
            Way.SOCKET, "#e69f00",
            Way.FILE, "#999999"));

    private final Map<Way, NavigableMap<Long, Double>> series;
    private final TreeSet<Long> sizes = new TreeSet<>();
    /** Powers of ten. */
    private final int lowest;

    private final int highest;
    private final StringBuilder svg = new StringBuilder();

    private Panel(Map<Way, NavigableMap<Long, Double>> series) {
        this.series = series;
        series.values().forEach(points -> sizes.addAll(points.keySet()));
        this.lowest = (int) Math.floor(Math.log10(values().min().orElseThrow()));
        this.highest = (int) Math.ceil(Math.log10(values().max().orElseThrow()));
    }

    /**
     * Draws one.
     *
     * @param what the values are
     * @param words for a value on the axis
     * @return elements of SVG
     */
    static String draw(String what, DoubleFunction<String> words, Map<Way, NavigableMap<Long, Double>> series) {
        Panel panel = new Panel(series);
        panel.axes(what, words);
        series.forEach(panel::line);
        panel.labels();
        return panel.svg.toString();
    }

    private DoubleStream values() {
        return series.values().stream()
                .flatMap(points -> points.values().stream())
                .mapToDouble(Double::doubleValue);
    }

    private void axes(String what, DoubleFunction<String> words) {
        for (long size : sizes) {
            segment(x(size), BOTTOM, x(size), TOP, "#dddddd");
            text(x(size), BOTTOM + 18, "middle", HandOverTable.sizeOf(size));
        }
        for (int power = lowest; power <= highest; power++) {
            double value = Math.pow(10, power);
            segment(LEFT, y(value), RIGHT, y(value), "#dddddd");
            text(LEFT - 8, y(value) + 4, "end", words.apply(value));
        }
        text((LEFT + RIGHT) / 2.0, BOTTOM + 40, "middle", "size of the buffer");
        add("<g transform=\"translate(20 %.1f) rotate(-90)\">%n", (TOP + BOTTOM) / 2.0);
        text(0, 0, "middle", what);
        add("</g>%n");
    }

    private void line(Way way, NavigableMap<Long, Double> points) {
        StringJoiner line = new StringJoiner(" ");
        points.forEach((size, value) -> line.add(String.format(Locale.ROOT, "%.1f,%.1f", x(size), y(value))));
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", line, COLOURS.get(way));
    }

    /** Each at the height where its line ends, or below the one above; as many higher as have no room at the bottom. */
    private void labels() {
        List<Way> ways = new ArrayList<>(series.keySet());
        ways.sort(Comparator.comparingDouble(this::end));
        double[] heights = new double[ways.size()];
        double free = TOP;
        for (int i = 0; i < heights.length; i++) {
            heights[i] = Math.max(free, end(ways.get(i)));
            free = heights[i] + LABEL_HEIGHT;
        }
        free = BOTTOM;
        for (int i = heights.length - 1; i >= 0; i--) {
            heights[i] = Math.min(free, heights[i]);
            free = heights[i] - LABEL_HEIGHT;
            Way way = ways.get(i);
            segment(RIGHT + 2, end(way), LABELS - 4, heights[i], COLOURS.get(way));
            text(LABELS, heights[i] + 4, "start", way.words());
        }
    }

    /** {@return the height where its line ends} */
    private double end(Way way) {
        return y(series.get(way).lastEntry().getValue());
    }

    private void segment(double fromX, double fromY, double toX, double toY, String colour) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", fromX, fromY, toX, toY, colour);
    }

    private void text(double x, double y, String anchor, String words) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"black\">%s</text>%n", x, y, anchor, words);
    }

    private void add(String format, Object... parts) {
        svg.append(String.format(Locale.ROOT, format, parts));
    }

    private double x(double size) {
        return LEFT + (RIGHT - LEFT) * Math.log(size / sizes.first()) / Math.log((double) sizes.last() / sizes.first());
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (Math.log10(value) - lowest) / (highest - lowest);
    }
}
