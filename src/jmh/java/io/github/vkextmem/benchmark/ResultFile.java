package io.github.vkextmem.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One run's results: lines {@code # key: value} about the machine, a line of column names, and the rows, separated by tabs. A
 * run leaves one, and the page is made of those that are there.
 *
 * @param facts what it was measured on
 * @param rows by column
 */
record ResultFile(Map<String, String> facts, List<Map<String, String>> rows) {

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        facts.forEach((key, value) -> lines.add("# " + key + ": " + value.strip()));
        lines.add(String.join("\t", rows.get(0).keySet()));
        rows.forEach(row -> lines.add(String.join("\t", row.values())));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    /** {@return a number as it stands in a row} */
    static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static ResultFile read(Path file) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        List<Map<String, String>> rows = new ArrayList<>();
        String[] columns = {};
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("# ")) {
                String[] fact = line.substring(2).split(": ", 2);
                facts.put(fact[0], fact.length == 2 ? fact[1] : "");
            } else if (columns.length == 0) {
                columns = line.split("\t");
            } else {
                rows.add(row(columns, line.split("\t", -1)));
            }
        }
        return new ResultFile(facts, rows);
    }

    private static Map<String, String> row(String[] columns, String[] cells) {
        if (cells.length != columns.length) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells, and " + columns.length + " columns");
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
            row.put(columns[i], cells[i]);
        }
        return row;
    }
}
