package io.github.vkextmem.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.NeedsChecks;
import io.github.vkextmem.driver.TestInstance;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What the library lets through, the layer has nothing to say of: random allocations, imports, exports, questions, buffers,
 * images, bindings and barriers, with valid handles and any values. Nothing is left, and no call fails in another way than
 * it may. Without a layer that is all.
 *
 * <p>{@code -Dseed=} repeats a run; the seed stands in the first line that it prints. {@code -Dcalls=} makes it longer, or
 * shorter where a driver takes its time: a GPU's allocations are a hundred times as slow as those of a software driver.
 */
@EnabledOnOs(OS.LINUX)
@NeedsChecks
class FuzzTest {

    private final long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong(1_000_000_000));

    @Test
    void aHundredThousandCalls() {
        run(Integer.getInteger("calls", 100_000));
    }

    @Test
    @Tag("soak")
    void threeMillionCalls() {
        run(3_000_000);
    }

    private void run(int calls) {
        System.out.println("Random calls with -Dseed=" + seed + ", "
                + (TestInstance.hasLayer()
                        ? "behind the validation layer " + Layer.text(TestInstance.layerVersion())
                        : "without a validation layer"));
        Outcomes outcomes = new Fuzz(seed).run(calls);
        System.out.print(outcomes);
        assertThat(outcomes.doneCount()).as("calls that the driver did").isGreaterThan(calls / 4);
        assertThat(outcomes.statements()).as("statements found broken").isGreaterThan(30);
    }
}
