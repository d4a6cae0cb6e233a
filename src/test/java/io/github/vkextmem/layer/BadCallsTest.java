package io.github.vkextmem.layer;

import io.github.vkextmem.ValidUsageException;
import io.github.vkextmem.driver.TestInstance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryStack;

class BadCallsTest {
    @Test
    void experiment() {
        for (boolean features : new boolean[] {false, true}) {
            try (TestInstance instance = TestInstance.create();
                    LayeredDevice device =
                            features ? LayeredDevice.create(instance) : LayeredDevice.createWithoutFeatures(instance);
                    Bench bench = new Bench(device)) {
                System.out.println("SETUP " + instance.messages());
                List<BadCall> rows = Stream.of(
                                BadAllocations.all(), BadImports.all(), BadQueries.all(), BadResources.all())
                        .flatMap(s -> s)
                        .toList();
                for (BadCall row : rows) {
                    instance.vuids().clear();
                    String raw;
                    try (MemoryStack stack = MemoryStack.stackPush()) {
                        try {
                            row.raw().accept(bench, stack);
                            raw = instance.vuids().toString();
                        } catch (Throwable e) {
                            raw = e.toString();
                        }
                    }
                    instance.vuids().clear();
                    instance.messages().clear();
                    String lib = "PASSED";
                    try {
                        row.library().accept(bench);
                    } catch (ValidUsageException e) {
                        lib = e.vuids().toString();
                    } catch (Throwable e) {
                        lib = e.toString().split("\n")[0];
                    }
                    boolean rawOk = raw.contains(row.vuid());
                    boolean libOk = lib.contains(row.vuid()) && instance.vuids().isEmpty();
                    System.out.println("ROW " + features + " " + (rawOk ? "L" : "-") + (libOk ? "V" : "-") + " "
                            + row.vuid()
                            + (rawOk && libOk
                                    ? (raw.contains(",") ? "  raw " + raw : "")
                                    : "\n        raw " + raw + "\n        lib " + lib + " " + instance.messages()));
                }
            }
        }
    }
}
