package io.github.vkextmem.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of JMH in rounds, each of them once a round in a JVM of its own, so that peers are minutes apart and not an
 * hour, and a quotient belongs to one round.
 */
final class MarshallingRun {

    private MarshallingRun() {}

    static ResultFile run(String pattern, boolean brief, Map<String, String> facts) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(700))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(500))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        Map<String, List<Map<String, String>>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < (brief ? 2 : 4); round++) {
            for (RunResult result : new Runner(options.build()).run()) {
                Map<String, String> row = row(result);
                rounds.computeIfAbsent(row.get("benchmark") + row.get("name"), key -> new ArrayList<>())
                        .add(row);
            }
        }
        return new ResultFile(
                facts, rounds.values().stream().map(MarshallingRun::together).toList());
    }

    /** Every round's value, separated by blanks. */
    private static Map<String, String> together(List<Map<String, String>> rounds) {
        Map<String, String> row = new LinkedHashMap<>(rounds.get(0));
        for (String column : List.of("ns", "bytes")) {
            row.put(column, rounds.stream().map(round -> round.get(column)).collect(Collectors.joining(" ")));
        }
        return row;
    }

    private static Map<String, String> row(RunResult result) {
        Map<String, String> row = new LinkedHashMap<>();
        String benchmark = result.getParams().getBenchmark();
        row.put("benchmark", benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1));
        String name = result.getParams().getParam("name");
        row.put("name", name == null ? "" : name);
        row.put("ns", ResultFile.number(result.getPrimaryResult().getScore(), 2));
        row.put(
                "bytes",
                ResultFile.number(
                        result.getSecondaryResults().get("gc.alloc.rate.norm").getScore(), 2));
        return row;
    }
}
