package io.github.vkextmem.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.architecture.ValidUsagePage.Row;
import io.github.vkextmem.recording.ValidUsageList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/valid-usage.md against the specification's list, the library's source and the tests that it claims. */
class ValidUsageTest {

    private static final Path SOURCES =
            Path.of(System.getProperty("project.basedir", ""), "src/main/java/io/github/vkextmem");
    private static final String WRITTEN = "cannot be written";
    private static final String UPHELD = "upheld";
    private static final String CHECKED = "checked";
    private static final String CALLERS = "the caller's";

    static Stream<Row> family() {
        return ValidUsagePage.family().stream();
    }

    static Stream<Row> beyond() {
        return ValidUsagePage.beyond().stream();
    }

    private static List<String> vuids(Stream<Row> rows) {
        return rows.map(Row::vuid).toList();
    }

    @Test
    void saysOfEveryStatementWhatBecomesOfItAndPrintsHowMany() {
        assertThat(vuids(family())).containsExactlyElementsOf(ValidUsageList.all());
        Map<String, Long> counts = family().collect(Collectors.groupingBy(Row::kind, Collectors.counting()));
        assertThat(counts).containsOnlyKeys(WRITTEN, UPHELD, CHECKED, CALLERS);
        counts.forEach(
                (kind, count) -> assertThat(ValidUsagePage.text()).contains("| " + kind + " | " + count + " | "));
        System.out.println("valid usage: " + ValidUsageList.all().size() + " statements: " + counts.get(WRITTEN)
                + " cannot be written, " + counts.get(UPHELD) + " upheld, " + counts.get(CHECKED) + " checked, "
                + counts.get(CALLERS) + " the caller's");
    }

    private static Set<String> namedBySource() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = TestMethod.VUID.matcher(Files.readString(file));
                while (matcher.find()) {
                    named.add(matcher.group());
                }
            }
        }
        return named;
    }

    @Test
    void theSourceNamesNoStatementThatThePageHasNot() throws IOException {
        Set<String> named = namedBySource();
        assertThat(named).hasSizeGreaterThan(100);
        named.removeAll(ValidUsageList.all());
        named.removeAll(vuids(beyond()));
        assertThat(named).as("named by the source, and not on the page").isEmpty();
        assertThat(vuids(beyond())).doesNotHaveDuplicates().doesNotContainAnyElementsOf(ValidUsageList.all());
    }

    /** The comment of the class names the statement, or after others what it ends in. */
    private static void assertIsTold(Row row) throws IOException {
        String end = row.vuid().substring(row.vuid().indexOf('-', "VUID-".length()));
        assertThat(Files.readString(SOURCES.resolve(row.where().replace('.', '/') + ".java"))
                        .lines())
                .as(row.where() + " does not tell of " + row)
                .anyMatch(line -> line.strip().startsWith("*") && line.contains(end));
    }

    private static void assertProved(Row row) throws IOException {
        Path where = SOURCES.resolve(row.where().replace('.', '/') + ".java");
        assertThat(where).as("the class of " + row).exists();
        assertThat(row.tests()).as("tests of " + row).isNotEmpty();
        for (String test : row.tests()) {
            assertThat(TestMethod.named(test).vuids())
                    .as(test + " does not name it")
                    .contains(row.vuid());
        }
    }

    @ParameterizedTest
    @MethodSource("family")
    void isAsThePageSays(Row row) throws IOException {
        if (row.kind().equals(CALLERS)) {
            assertThat(row.note()).as("why " + row + " is the caller's").isNotEmpty();
            assertThat(row.tests()).isEmpty();
            assertIsTold(row);
        } else {
            assertProved(row);
        }
        if (row.kind().equals(CHECKED)) {
            assertIsRefused(row);
        }
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void isCheckedBeyondTheFamily(Row row) throws IOException {
        assertProved(row);
        assertIsRefused(row);
    }

    /** The class reports the statement, and a test expects the report. */
    private static void assertIsRefused(Row row) throws IOException {
        String number = row.vuid().substring(row.vuid().lastIndexOf('-') + 1);
        assertThat(Files.readString(SOURCES.resolve(row.where().replace('.', '/') + ".java")))
                .as(row.where() + " does not report it")
                .contains(number);
        assertThat(row.tests().stream().map(test -> TestMethod.named(test).source()))
                .as("a test that expects the refusal")
                .anyMatch(source -> source.contains("containsExactly(")
                        || source.contains("assertRefused(")
                        || source.contains("refuses(")
                        || source.contains("hasMessageContaining(")
                        || source.contains("e.vuids()"));
    }
}
