package io.github.vkextmem.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Runs the benchmarks of JMH; where perf counts a program's cycles, it does. */
final class MarshallingRun {

    private static final String EVENTS = "events=cycles:u,instructions:u";

    private MarshallingRun() {}

    static ResultFile run(String pattern, boolean brief) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .forks(brief ? 1 : 3)
                .warmupIterations(brief ? 3 : 4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(brief ? 3 : 4)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class);
        if (countsCycles()) {
            options.addProfiler(LinuxPerfNormProfiler.class, EVENTS);
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (RunResult result : new Runner(options.build()).run()) {
            rows.add(row(result));
        }
        return new ResultFile(Machine.facts(), rows);
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
        row.put("error", number(result.getPrimaryResult().getScoreError()));
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
