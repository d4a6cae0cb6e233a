package io.github.vkextmem.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
                `mvn verify -Pgpu` measures whole operations and the hand-over. Each figure stands beside its peers of the same run.
                Ratios are what to look at: 1 is as fast as LWJGL by hand, less is faster. Times depend on the machine and on what else
                it does.

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
        text.append("## Marshalling\n\n").append(MarshallingTable.WHAT_IT_SAYS);
        Map<String, ResultFile> files = startingWith("marshalling-");
        files.values().forEach(file -> {
            facts(file);
            text.append(MarshallingTable.of(file));
        });
    }

    private void operations(String driver) {
        text.append("### Whole operations\n\n").append(OperationsTable.WHAT_IT_SAYS);
        Map<String, ResultFile> files = startingWith("operations-" + driver);
        files.values().forEach(file -> {
            facts(file);
            text.append(OperationsTable.of(file));
        });
    }

    private void handOver(String driver, Path page) throws IOException {
        text.append("### To another process\n\n");
        Map<String, ResultFile> files = startingWith("handover-" + driver);
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
        text.append("**").append(facts.get("jdk")).append("**, ").append(facts.get("driver"));
        text.append(" · ").append(facts.get("cpu")).append(" · ").append(facts.get("os"));
        text.append(" · ").append(facts.get("date")).append("\n\n");
    }

    private Map<String, ResultFile> startingWith(String prefix) {
        Map<String, ResultFile> some = new TreeMap<>(results);
        some.keySet().removeIf(name -> !name.startsWith(prefix));
        if (some.isEmpty()) {
            text.append("Not run.\n\n");
        }
        return some;
    }
}
