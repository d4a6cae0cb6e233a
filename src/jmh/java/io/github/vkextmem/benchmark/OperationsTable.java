package io.github.vkextmem.benchmark;

import java.util.Locale;
import java.util.Map;

/** Whole operations as a table: what the library adds to them. */
final class OperationsTable {

    static final String WHAT_IT_SAYS = """
            What the library adds to the same calls, in the same order, by hand. A few operations by the library and as many by hand,
            which of them first by chance, thousands of times in each of several JVMs; the median of a JVM's quotients, and of
            the JVMs with its 95 % interval. The rows in brackets show what cannot be told apart like that. What a device can do,
            the library asks its driver once and remembers; in the rows about that, by hand the driver is asked each time.

            """;

    private static final double NANOS = 1e3;

    private OperationsTable() {}

    static String of(ResultFile file) {
        boolean counted = !file.rows().get(0).get("instructions").equals("0");
        StringBuilder text = new StringBuilder("| operation | takes | adds, by time |")
                .append(counted ? " adds, by instructions |" : "")
                .append(" B/op | B/op by hand |\n|---|---:|---:|---:|---:|")
                .append(counted ? "---:|\n" : "\n");
        for (Map<String, String> row : file.rows()) {
            text.append(String.format(
                    "| %s | %s | %s | %s%s | %s |%n",
                    row.get("operation"),
                    time(Double.parseDouble(row.get("micros"))),
                    share(row),
                    counted ? instructions(row) + " | " : "",
                    row.get("bytes"),
                    row.get("bytesByHand")));
        }
        return text.append("\nIn ")
                .append(file.rows().get(0).get("jvms"))
                .append(counted ? " JVMs. Counted are " : " JVMs. Instructions: ")
                .append(file.facts().get("counted"))
                .append(".\n\n")
                .toString();
    }

    private static String time(double micros) {
        return micros < 1
                ? String.format(Locale.ROOT, "%.0f ns", micros * NANOS)
                : String.format(Locale.ROOT, "%.1f µs", micros);
    }

    private static String share(Map<String, String> row) {
        return String.format(
                Locale.ROOT,
                "%.2f %% (%.2f to %.2f)",
                percent(row.get("time")),
                percent(row.get("timeLow")),
                percent(row.get("timeHigh")));
    }

    private static double percent(String ratio) {
        // The zero makes 0 of -0.
        return Math.rint((Double.parseDouble(ratio) - 1) * 1e4) / 1e2 + 0.0;
    }

    private static String instructions(Map<String, String> row) {
        double byHand = Double.parseDouble(row.get("instructionsByHand"));
        double more = Double.parseDouble(row.get("instructions")) - byHand;
        return String.format(Locale.ROOT, "%.2f %% (%.0f more than %.0f)", more / byHand * 100, more, byHand);
    }
}
