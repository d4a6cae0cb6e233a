package io.github.vkextmem.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures, and leaves a file of results for each kind of measurement, driver and JDK; then makes the page of all files that are
 * there.
 *
 * <pre>Benchmarks [-brief] [-gpu] [-only REGEX] FOLDER [marshalling] [operations] [handover] [page=FILE]</pre>
 *
 * <p>{@code -brief} is for a machine that is there for minutes only: operations and handover take three together. {@code -gpu}
 * refuses to measure a software driver. {@code -only} picks JMH benchmarks.
 */
final class Benchmarks {

    private final Path folder;
    private final boolean brief;
    private final boolean gpu;
    private final String only;

    private Benchmarks(Path folder, boolean brief, boolean gpu, String only) {
        this.folder = folder;
        this.brief = brief;
        this.gpu = gpu;
        this.only = only;
    }

    public static void main(String[] args) throws IOException, RunnerException {
        List<String> rest = new ArrayList<>(List.of(args));
        boolean brief = rest.remove("-brief");
        boolean gpu = rest.remove("-gpu");
        int at = rest.indexOf("-only");
        String only = ".*";
        if (at >= 0) {
            only = rest.remove(at + 1);
            rest.remove(at);
        }
        Benchmarks benchmarks = new Benchmarks(Path.of(rest.remove(0)), brief, gpu, only);
        for (String kind : rest) {
            benchmarks.run(kind);
        }
    }

    private void run(String kind) throws IOException, RunnerException {
        if (kind.startsWith("page=")) {
            Page.of(folder).write(Path.of(kind.substring("page=".length())));
            return;
        }
        try (Vulkan vulkan = Vulkan.create()) {
            Map<String, String> facts = Machine.facts(vulkan.physicalDevice());
            if (gpu && vulkan.isSoftware()) {
                throw new IllegalStateException("there is no GPU: " + facts.get("driver"));
            }
            ResultFile results = switch (kind) {
                case "marshalling" -> MarshallingRun.run(only, brief, facts);
                case "operations" -> OperationsRun.inSeveralJvms(brief);
                case "handover" -> handOver(vulkan, facts);
                default -> throw new IllegalArgumentException("nothing is called " + kind);
            };
            String driver = vulkan.isSoftware() ? "software" : "gpu";
            results.write(folder.resolve(kind + "-" + driver + "-jdk" + Machine.jdk() + ".tsv"));
        }
    }

    private ResultFile handOver(Vulkan vulkan, Map<String, String> facts) throws IOException {
        try (Meeting meeting = Meeting.create()) {
            List<Map<String, String>> rows = new ArrayList<>();
            for (HandOver.Result result : HandOver.measure(vulkan, meeting, brief)) {
                Map<String, String> row = new LinkedHashMap<>();
                row.put("way", result.way().name());
                row.put("size", Integer.toString(result.size()));
                Median micros = result.micros();
                row.put("micros", ResultFile.number(micros.value(), 2));
                row.put("microsLow", ResultFile.number(micros.low(), 2));
                row.put("microsHigh", ResultFile.number(micros.high(), 2));
                row.put("times", Integer.toString(result.times()));
                rows.add(row);
                System.out.println(row);
            }
            facts.put("file", meeting.fileSystem());
            return new ResultFile(facts, rows);
        }
    }
}
