package io.github.vkextmem.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** docs/valid-usage.md, which says what becomes of each statement of valid usage. */
final class ValidUsagePage {

    static final Path FILE = Path.of(System.getProperty("project.basedir", ""), "docs/valid-usage.md");

    private static final String BEYOND = "## Beyond the family";

    /**
     * One line of its tables.
     *
     * @param vuid the statement
     * @param kind what becomes of it; empty beyond the family, where everything is checked
     * @param where the class that does it, without the library's package; empty: none
     * @param tests the tests that prove it, without the library's package
     * @param note how far a check reaches, or why it is the caller's
     */
    record Row(String vuid, String kind, String where, List<String> tests, String note) {

        @Override
        public String toString() {
            return vuid;
        }
    }

    private ValidUsagePage() {}

    static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the lines about external memory} */
    static List<Row> family() {
        return rows(text().substring(0, text().indexOf(BEYOND))).stream()
                .map(cells -> new Row(cells[0], cells[1], cells[2], list(cells[3]), cells[4]))
                .toList();
    }

    /** {@return the lines about other structures and commands} */
    static List<Row> beyond() {
        return rows(text().substring(text().indexOf(BEYOND))).stream()
                .map(cells -> new Row(cells[0], "", cells[1], list(cells[2]), ""))
                .toList();
    }

    private static List<String[]> rows(String text) {
        return text.lines()
                .filter(line -> line.startsWith("| `VUID-"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toArray(String[]::new))
                .map(ValidUsagePage::withoutQuotes)
                .toList();
    }

    /** The last cell of a line of the first table is prose, and keeps its quotes. */
    private static String[] withoutQuotes(String[] cells) {
        for (int i = 0; i < Math.min(cells.length, 4); i++) {
            cells[i] = cells[i].replace("`", "");
        }
        return cells;
    }

    private static List<String> list(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(" "));
    }
}
