package io.github.vkextmem.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.LinuxPerfNormProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of JMH in rounds, each of them once a round in a JVM of its own, so that peers are minutes apart and not an
 * hour, and a quotient belongs to one round. Where perf counts a program's cycles, it does.
 */
final class MarshallingRun {

    private static final String EVENTS = "events=cycles:u,instructions:u";

    private MarshallingRun() {}

    static ResultFile run(String pattern, boolean brief) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(700))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(500))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        if (countsCycles()) {
            options.addProfiler(LinuxPerfNormProfiler.class, EVENTS);
        }
        Map<String, List<Map<String, String>>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < (brief ? 2 : 4); round++) {
            for (RunResult result : new Runner(options.build()).run()) {
                Map<String, String> row = row(result);
                rounds.computeIfAbsent(row.get("benchmark") + row.get("name"), key -> new ArrayList<>())
                        .add(row);
            }
        }
        return new ResultFile(
                Machine.facts(),
                rounds.values().stream().map(MarshallingRun::together).toList());
    }

    /** Every round's value, separated by blanks. */
    private static Map<String, String> together(List<Map<String, String>> rounds) {
        Map<String, String> row = new LinkedHashMap<>(rounds.get(0));
        for (String column : List.of("ns", "cycles", "instructions", "bytes")) {
            row.put(
                    column,
                    rounds.stream()
                            .map(round -> round.get(column))
                            .collect(Collectors.joining(" "))
                            .strip());
        }
        return row;
    }

    private static boolean countsCycles() {
        try {
            new LinuxPerfNormProfiler(EVENTS);
            Process perf = new ProcessBuilder("perf", "stat", "-x,", "-e", "cycles:u", "true")
                    .redirectErrorStream(true)
                    .start();
            return new String(perf.getInputStream().readAllBytes()).matches("(?s)\\d+,.*");
        } catch (ProfilerException | IOException e) {
            return false;
        }
    }

    private static Map<String, String> row(RunResult result) {
        Map<String, String> row = new LinkedHashMap<>();
        String benchmark = result.getParams().getBenchmark();
        row.put("benchmark", benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1));
        String name = result.getParams().getParam("name");
        row.put("name", name == null ? "" : name);
        row.put("ns", number(result.getPrimaryResult().getScore()));
        row.put("bytes", secondary(result, "gc.alloc.rate.norm"));
        row.put("cycles", secondary(result, "cycles:u"));
        row.put("instructions", secondary(result, "instructions:u"));
        return row;
    }

    private static String secondary(RunResult result, String name) {
        Result<?> secondary = result.getSecondaryResults().get(name);
        return secondary == null ? "" : number(secondary.getScore());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
