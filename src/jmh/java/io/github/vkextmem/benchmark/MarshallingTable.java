package io.github.vkextmem.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What JMH measured, as tables: each benchmark beside the one that it is compared with. */
final class MarshallingTable {

    static final String WHAT_IT_SAYS = """
            Allocate, export, Win32 info with SECURITY_ATTRIBUTES, dedicated: four structures with what they point to, as an address.
            *By hand* is LWJGL's structs on a `MemoryStack`; *bare stores* are `memPut`s at offsets that somebody counted out;
            *vulkan4j* is [club.doki7:vulkan](https://github.com/club-doki7/vulkan4j), bindings on `java.lang.foreign`, which JDK 22 or newer runs.
            In every row each member is written every time. A chain that exists was checked before; the rows that build anew
            make the records and check the chain too. Ratios depend on the processor and on the JDK.

            Ahead of each measurement nine other chains, and structures behind three other parents, go through the same code, so
            that nothing is compiled for one kind alone. Ratios are medians of the rounds, with the lowest and the highest; a round has
            each benchmark once, in a JVM of its own.

            """;

    private record Table(String title, boolean named, List<Line> lines) {}

    /** @param peer the benchmark that it is compared with; empty: none */
    private record Line(String words, String benchmark, String peer) {}

    private static final List<Table> TABLES = List.of(
            marshalling("Without a name", false),
            marshalling("With a name of " + Values.NAME.length() + " characters", true),
            reading("Reading a native chain, without a name", false),
            reading("Reading a native chain, with a name", true),
            new Table(
                    "A keyed mutex behind a `VkSubmitInfo`",
                    false,
                    List.of(
                            new Line("that exists", "Submitting.existing", "Submitting.byHand"),
                            new Line("built and checked each time", "Submitting.builtAnew", "Submitting.byHand"),
                            new Line("by hand", "Submitting.byHand", "Submitting.byHand"))),
            new Table(
                    "What a device can do: remembered, and by hand the driver's answer each time",
                    false,
                    List.of(
                            new Line("what a buffer can do", "Querying.buffer", "Querying.bufferByHand"),
                            new Line("by hand", "Querying.bufferByHand", "Querying.bufferByHand"),
                            new Line("what an image can do", "Querying.image", "Querying.imageByHand"),
                            new Line("by hand", "Querying.imageByHand", "Querying.imageByHand"))),
            new Table(
                    "Allocating 64 KiB and freeing them, the driver's time included",
                    false,
                    List.of(
                            new Line("for this device alone", "Checking.allocatePlain", "Checking.allocatePlainByHand"),
                            new Line(
                                    "with checks off",
                                    "Checking.allocatePlainWithChecksOff",
                                    "Checking.allocatePlainByHand"),
                            new Line("by hand", "Checking.allocatePlainByHand", "Checking.allocatePlainByHand"),
                            new Line("for export", "Checking.allocateExportable", "Checking.allocateExportableByHand"),
                            new Line(
                                    "with checks off",
                                    "Checking.allocateExportableWithChecksOff",
                                    "Checking.allocateExportableByHand"),
                            new Line(
                                    "by hand",
                                    "Checking.allocateExportableByHand",
                                    "Checking.allocateExportableByHand"))));

    private MarshallingTable() {}

    private static Table marshalling(String title, boolean named) {
        String byHand = "Marshalling.byHand";
        return new Table(
                title,
                named,
                List.of(
                        new Line("a chain that exists", "Marshalling.existing", byHand),
                        new Line("by hand with LWJGL", byHand, byHand),
                        new Line("bare stores on the stack", "Marshalling.bareStores", byHand),
                        new Line("bare stores into one fixed `MemorySegment`", "ForeignMemory.memorySegment", byHand),
                        new Line(
                                "vulkan4j, in memory that is used again",
                                "ForeignMemory.vulkan4jInReusedMemory",
                                byHand),
                        new Line("vulkan4j, an arena each time", "ForeignMemory.vulkan4j", byHand),
                        new Line("built, checked and marshalled each time", "Marshalling.builtAnew", byHand),
                        new Line("the same with checks off", "Marshalling.builtAnewWithChecksOff", byHand),
                        new Line("a check of every rule, alone", "Marshalling.check", "")));
    }

    private static Table reading(String title, boolean named) {
        return new Table(
                title,
                named,
                List.of(
                        new Line("into values", "ReadingBack.read", "ReadingBack.byHand"),
                        new Line("member by member, by hand", "ReadingBack.byHand", "ReadingBack.byHand")));
    }

    static String of(ResultFile file) {
        StringBuilder text = new StringBuilder();
        for (Table table : TABLES) {
            List<Line> measured = table.lines().stream()
                    .filter(line -> !row(file, line.benchmark(), table.named()).isEmpty())
                    .toList();
            if (!measured.isEmpty()) {
                text.append("| ").append(table.title()).append(" | ratio | ns | B/op |\n|---|---:|---:|---:|\n");
                measured.forEach(line -> text.append(cells(file, line, table.named())));
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String cells(ResultFile file, Line line, boolean named) {
        Map<String, String> row = row(file, line.benchmark(), named);
        return String.format(
                "| %s | %s | %s | %s |%n",
                line.words(),
                line.benchmark().equals(line.peer()) ? "1" : ratio(row, row(file, line.peer(), named)),
                median(row.get("ns"), 1),
                median(row.get("bytes"), 0));
    }

    private static Map<String, String> row(ResultFile file, String benchmark, boolean named) {
        return file.rows().stream()
                .filter(row -> row.get("benchmark").equals(benchmark)
                        && row.get("name").isEmpty() != named)
                .findFirst()
                .orElse(Map.of());
    }

    private static String ratio(Map<String, String> row, Map<String, String> peer) {
        if (peer.isEmpty()) {
            return "";
        }
        Median ratio = Median.ofQuotients(rounds(row.get("ns")), rounds(peer.get("ns")));
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", ratio.value(), ratio.low(), ratio.high());
    }

    private static String median(String rounds, int digits) {
        return String.format(
                Locale.ROOT, "%." + digits + "f", Median.of(rounds(rounds)).value());
    }

    private static double[] rounds(String separatedByBlanks) {
        return Stream.of(separatedByBlanks.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
