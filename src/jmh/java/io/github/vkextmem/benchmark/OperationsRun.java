package io.github.vkextmem.benchmark;

import static io.github.vkextmem.benchmark.ResultFile.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures whole operations in several JVMs, one after the other: where a JVM happens to put code and data moves times by more
 * than what there is to measure. Many JVMs for a short time tell more than few for long.
 */
final class OperationsRun {

    private OperationsRun() {}

    /** Measures in this JVM; arguments: the file to write, and the milliseconds for each operation. */
    public static void main(String[] args) throws IOException {
        Duration each = Duration.ofMillis(Long.parseLong(args[1]));
        try (Vulkan vulkan = Vulkan.create();
                Instructions instructions = Instructions.ofThisThread()) {
            Pairs pairs = new Pairs(instructions, each);
            List<Map<String, String>> rows = new ArrayList<>();
            for (Operation operation : new Operations(vulkan.device(), vulkan.device()).all()) {
                rows.add(row(operation, pairs.measure(operation)));
                System.out.println(rows.get(rows.size() - 1));
            }
            Map<String, String> facts = Machine.facts(vulkan.physicalDevice());
            facts.put("counted", instructions.kind().words());
            new ResultFile(facts, rows).write(Path.of(args[0]));
        }
    }

    private static Map<String, String> row(Operation operation, Pairs.Result result) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("operation", operation.name());
        row.put("micros", number(result.micros(), 3));
        row.put("time", number(result.timeRatio(), 5));
        row.put("instructions", number(result.instructions(), 0));
        row.put("instructionsByHand", number(result.instructionsByHand(), 0));
        row.put("bytes", number(result.bytes(), 0));
        row.put("bytesByHand", number(result.bytesByHand(), 0));
        return row;
    }

    static ResultFile inSeveralJvms(boolean brief) throws IOException {
        List<ResultFile> each = new ArrayList<>();
        for (int i = 0; i < (brief ? 5 : 9); i++) {
            Path file = Files.createTempFile("operations", ".tsv");
            try {
                Process jvm = Jvm.start(OperationsRun.class, file.toString(), brief ? "1500" : "2500");
                int status = jvm.onExit().join().exitValue();
                if (status != 0) {
                    throw new IllegalStateException("a JVM that measures ended with status " + status);
                }
                each.add(ResultFile.read(file));
            } finally {
                Files.deleteIfExists(file);
            }
        }
        return together(each);
    }

    private static ResultFile together(List<ResultFile> each) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < each.get(0).rows().size(); i++) {
            int at = i;
            List<Map<String, String>> ofOne =
                    each.stream().map(file -> file.rows().get(at)).toList();
            Map<String, String> row = new LinkedHashMap<>();
            row.put("operation", ofOne.get(0).get("operation"));
            row.put("jvms", Integer.toString(each.size()));
            row.put("micros", number(median(ofOne, "micros").value(), 3));
            Median time = median(ofOne, "time");
            row.put("time", number(time.value(), 5));
            row.put("timeLow", number(time.low(), 5));
            row.put("timeHigh", number(time.high(), 5));
            for (String column : List.of("instructions", "instructionsByHand", "bytes", "bytesByHand")) {
                row.put(column, number(median(ofOne, column).value(), 0));
            }
            rows.add(row);
        }
        return new ResultFile(each.get(0).facts(), rows);
    }

    private static Median median(List<Map<String, String>> rows, String column) {
        return Median.of(rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.get(column)))
                .toArray());
    }
}
