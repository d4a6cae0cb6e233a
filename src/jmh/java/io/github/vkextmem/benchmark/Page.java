package io.github.vkextmem.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The page of what was measured, made of the files that runs left. What was not run, it says. */
final class Page {

    private static final String NOTES = "notes.md";
    private static final Map<String, String> DRIVERS = Map.of("software", "On a software driver", "gpu", "On a GPU");

    private final Path folder;
    private final Map<String, ResultFile> results = new TreeMap<>();
    private final StringBuilder text = new StringBuilder();

    private Page(Path folder) {
        this.folder = folder;
    }

    /** {@return the page of the files in a folder} */
    static Page of(Path folder) throws IOException {
        Page page = new Page(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".tsv")).toList()) {
                String name = file.getFileName().toString();
                page.results.put(name.substring(0, name.length() - ".tsv".length()), ResultFile.read(file));
            }
        }
        return page;
    }

    void write(Path file) throws IOException {
        text.append("""
                # How fast

                `mvn verify -Pbenchmark` measures all this on the JDK that Maven runs on, and writes this page; on a machine with a GPU,
                `mvn verify -Pgpu`. Each figure stands beside its peers of the same run. Ratios are what to look at: a ratio
                of 1 is as fast as LWJGL by hand. Times depend on the machine, which was not idle.

                """);
        marshalling();
        for (String driver : List.of("software", "gpu")) {
            text.append("## ").append(DRIVERS.get(driver)).append("\n\n");
            operations(driver);
            handOver(driver, file);
        }
        Path notes = folder.resolve(NOTES);
        if (Files.exists(notes)) {
            text.append(Files.readString(notes));
        }
        Files.writeString(file, text.toString().stripTrailing() + "\n");
    }

    private void marshalling() {
        text.append("""
                ## Marshalling

                Allocate, export, Win32 info with SECURITY_ATTRIBUTES, dedicated: four structures with what they point to, into a
                `MemoryStack`, as an address, after nine other chains have been through the same code. *By hand* is LWJGL's
                structs on the same stack, *bare stores* are `memPut`s at offsets that somebody counted out. Each ratio is the middle
                one of several rounds, with the lowest and the highest.

                """);
        Map<String, ResultFile> files = startingWith("marshalling-");
        if (files.isEmpty()) {
            text.append("Not run.\n\n");
        }
        files.values().forEach(file -> {
            facts(file);
            marshalling(file, "Without a name", "", "Marshalling.byHand");
            marshalling(file, "With a name of 24 letters", "Local\\a name of 24 letters", "Marshalling.byHand");
        });
    }

    private void marshalling(ResultFile file, String title, String name, String byHand) {
        text.append("| ").append(title).append(" | ratio | ns | B/op | cycles |\n|---|---:|---:|---:|---:|\n");
        for (Label label : Label.values()) {
            file.rows().stream()
                    .filter(row -> row.get("benchmark").equals(label.benchmark())
                            && (row.get("name").equals(name) || label.hasNoName() && name.isEmpty()))
                    .findFirst()
                    .ifPresent(row -> text.append("| ")
                            .append(label.words())
                            .append(" | ")
                            .append(label.hasPeer() ? ratio(row, peer(file, label, name)) : "")
                            .append(" | ")
                            .append(middle(row.get("ns"), 1))
                            .append(" | ")
                            .append(middle(row.get("bytes"), 0))
                            .append(" | ")
                            .append(middle(row.get("cycles"), 0))
                            .append(" |\n"));
        }
        text.append('\n');
    }

    private static Map<String, String> peer(ResultFile file, Label label, String name) {
        return file.rows().stream()
                .filter(row -> row.get("benchmark").equals(label.peer())
                        && (row.get("name").equals(name) || label.hasNoName()))
                .findFirst()
                .orElse(Map.of());
    }

    /** By cycles, where they were counted: other programs disturb them less than times. Of each round, the middle one. */
    private static String ratio(Map<String, String> row, Map<String, String> peer) {
        for (String column : List.of("cycles", "ns")) {
            double[] own = each(row.getOrDefault(column, ""));
            double[] other = each(peer.getOrDefault(column, ""));
            if (own.length > 0 && own.length == other.length) {
                double[] ratios = IntStream.range(0, own.length)
                        .mapToDouble(round -> own[round] / other[round])
                        .sorted()
                        .toArray();
                return row == peer
                        ? "1"
                        : String.format(
                                Locale.ROOT,
                                "%.2f (%.2f to %.2f)",
                                Median.of(ratios).value(),
                                ratios[0],
                                ratios[ratios.length - 1]);
            }
        }
        return "";
    }

    private static double[] each(String rounds) {
        return rounds.isBlank()
                ? new double[0]
                : Stream.of(rounds.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static String middle(String rounds, int digits) {
        return rounds.isBlank()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%." + digits + "f",
                        Median.of(each(rounds)).value());
    }

    private void operations(String driver) {
        text.append("""
                ### Whole operations

                What the library adds to the same calls, in the same order, by hand. One operation by the library and one by hand
                in turn, thousands of times in each of several JVMs; the middle JVM, and from the lowest to the highest. The first row
                shows what cannot be told apart like that.

                """);
        Map<String, ResultFile> files = startingWith("operations-" + driver);
        if (files.isEmpty()) {
            text.append("Not run.\n\n");
        }
        files.values().forEach(file -> {
            facts(file);
            boolean counted = !file.rows().get(0).get("instructions").equals("0");
            text.append("| operation | takes | adds, by time |")
                    .append(counted ? " adds, by instructions |" : "")
                    .append(" Java heap, by hand |\n|---|---:|---:|")
                    .append(counted ? "---:|" : "")
                    .append("---:|\n");
            for (Map<String, String> row : file.rows()) {
                text.append("| ").append(row.get("operation")).append(" | ");
                text.append(shortened(row.get("micros"), 2)).append(" µs | ");
                text.append(share(row)).append(" | ");
                text.append(counted ? instructions(row) + " | " : "");
                text.append(row.get("bytes"))
                        .append(" B, ")
                        .append(row.get("bytesByHand"))
                        .append(" B |\n");
            }
            text.append("\nIn ")
                    .append(file.rows().get(0).get("jvms"))
                    .append(" JVMs. Counted are ")
                    .append(file.facts().get("counted"))
                    .append(".\n\n");
        });
    }

    private static String share(Map<String, String> row) {
        return String.format(
                Locale.ROOT,
                "%.2f %% (%.2f to %.2f)",
                percent(row.get("time")),
                percent(row.get("timeLow")),
                percent(row.get("timeHigh")));
    }

    private static String instructions(Map<String, String> row) {
        double byHand = Double.parseDouble(row.get("instructionsByHand"));
        double more = Double.parseDouble(row.get("instructions")) - byHand;
        return String.format(Locale.ROOT, "%.2f %%: %.0f to %.0f", more / byHand * 100, more, byHand);
    }

    private static double percent(String ratio) {
        return (Double.parseDouble(ratio) - 1) * 100;
    }

    private void handOver(String driver, Path page) throws IOException {
        text.append("### To another process\n\n");
        Map<String, ResultFile> files = startingWith("handover-" + driver);
        if (files.isEmpty()) {
            text.append("Not run.\n\n");
        }
        for (Map.Entry<String, ResultFile> entry : files.entrySet()) {
            facts(entry.getValue());
            Path plot = folder.resolve(entry.getKey() + ".svg");
            Files.writeString(plot, Plot.of(entry.getValue()));
            Path from = page.toAbsolutePath().getParent();
            String link = from.relativize(plot.toAbsolutePath()).toString().replace('\\', '/');
            text.append("![Time by size](").append(link).append(")\n\n");
            text.append(HandOverTable.of(entry.getValue())).append('\n');
        }
    }

    private void facts(ResultFile file) {
        Map<String, String> facts = file.facts();
        text.append("**").append(facts.get("jdk")).append("**");
        if (facts.containsKey("driver")) {
            text.append(", ").append(facts.get("driver"));
        }
        text.append(" · ").append(facts.get("cpu")).append(" · ").append(facts.get("os"));
        text.append(" · ").append(facts.get("date")).append("\n\n");
    }

    private Map<String, ResultFile> startingWith(String prefix) {
        Map<String, ResultFile> some = new TreeMap<>(results);
        some.keySet().removeIf(name -> !name.startsWith(prefix));
        return some;
    }

    private static String shortened(String number, int digits) {
        return number.isEmpty() ? "" : String.format(Locale.ROOT, "%." + digits + "f", Double.parseDouble(number));
    }

    /** What a benchmark is called on the page, and beside what it stands. */
    private enum Label {
        EXISTING("Marshalling.existing", "a chain that exists", "Marshalling.byHand"),
        BY_HAND("Marshalling.byHand", "by hand with LWJGL", "Marshalling.byHand"),
        BARE("Marshalling.bareStores", "bare stores", "Marshalling.byHand"),
        SEGMENT("ForeignMemory.memorySegment", "bare stores into a MemorySegment", "Marshalling.byHand"),
        VULKAN4J_REUSED("ForeignMemory.vulkan4jInReusedMemory", "vulkan4j, in memory used again", "Marshalling.byHand"),
        VULKAN4J("ForeignMemory.vulkan4j", "vulkan4j, an arena each time", "Marshalling.byHand"),
        ANEW("Marshalling.builtAnew", "a chain built, checked and marshalled each time", "Marshalling.byHand"),
        UNCHECKED(
                "Marshalling.builtAnewWithChecksOff",
                "built and marshalled each time, checks off",
                "Marshalling.byHand"),
        CHECK("Marshalling.check", "a check alone", ""),
        READ("ReadingBack.read", "read back into values", "ReadingBack.byHand"),
        READ_BY_HAND("ReadingBack.byHand", "read by hand", "ReadingBack.byHand"),
        SUBMIT("Submitting.existing", "a keyed mutex behind a VkSubmitInfo, that exists", "Submitting.byHand"),
        SUBMIT_ANEW("Submitting.builtAnew", "the same, built each time", "Submitting.byHand"),
        SUBMIT_BY_HAND("Submitting.byHand", "the same by hand", "Submitting.byHand"),
        BUFFER("Querying.buffer", "the driver asked what a buffer can do", "Querying.bufferByHand"),
        BUFFER_BY_HAND("Querying.bufferByHand", "the same by hand", "Querying.bufferByHand"),
        IMAGE("Querying.image", "the driver asked what an image can do", "Querying.imageByHand"),
        IMAGE_BY_HAND("Querying.imageByHand", "the same by hand", "Querying.imageByHand"),
        PLAIN("Checking.allocatePlain", "64 KiB that nobody exports: allocate, close", "Checking.allocatePlainByHand"),
        PLAIN_OFF("Checking.allocatePlainWithChecksOff", "the same with checks off", "Checking.allocatePlainByHand"),
        PLAIN_BY_HAND("Checking.allocatePlainByHand", "the same by hand", "Checking.allocatePlainByHand"),
        EXPORTABLE(
                "Checking.allocateExportable",
                "64 KiB that can be exported: allocate, close",
                "Checking.allocateExportableByHand"),
        EXPORTABLE_OFF(
                "Checking.allocateExportableWithChecksOff",
                "the same with checks off",
                "Checking.allocateExportableByHand"),
        EXPORTABLE_BY_HAND(
                "Checking.allocateExportableByHand", "the same by hand", "Checking.allocateExportableByHand");

        private final String benchmark;
        private final String words;
        private final String peer;

        Label(String benchmark, String words, String peer) {
            this.benchmark = benchmark;
            this.words = words;
            this.peer = peer;
        }

        String benchmark() {
            return benchmark;
        }

        String words() {
            return words;
        }

        String peer() {
            return peer;
        }

        boolean hasPeer() {
            return !peer.isEmpty();
        }

        boolean hasNoName() {
            return !benchmark.startsWith("Marshalling")
                    && !benchmark.startsWith("ForeignMemory")
                    && !benchmark.startsWith("ReadingBack");
        }
    }
}
