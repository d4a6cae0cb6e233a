package io.github.vkextmem.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.Footprint;
import io.github.vkextmem.driver.TestInstance;

/** Random calls of the library on the driver under test, behind the layer where there is one. */
final class Fuzz {

    /** What a driver may take once for the process, and later than in the first calls; a leak would be many times that. */
    private static final int KEPT_BY_DRIVERS = 2;

    private final long seed;
    private final Outcomes outcomes = new Outcomes();
    private final int layerVersion = TestInstance.hasLayer() ? TestInstance.layerVersion() : 0;

    Fuzz(long seed) {
        this.seed = seed;
    }

    /** Makes calls, closes everything, and says how they ended. Fails if the layer says a word, or if something is left. */
    Outcomes run(int calls) {
        // What the driver takes once and for all is there after the first calls.
        calls(Math.min(calls, 1_000), new Dice(seed));
        Footprint before = Footprint.now();
        calls(calls, new Dice(seed + 1));
        Footprint after = Footprint.now();
        assertThat(after.descriptors())
                .as("descriptors")
                .isBetween(before.descriptors(), before.descriptors() + KEPT_BY_DRIVERS);
        assertThat(after.mappings()).as("mappings").isLessThanOrEqualTo(before.mappings() + KEPT_BY_DRIVERS);
        assertThat(after.sharedKilobytes()).as("shared memory").isLessThanOrEqualTo(before.sharedKilobytes());
        return outcomes;
    }

    private void calls(int number, Dice dice) {
        try (TestInstance instance = TestInstance.create()) {
            try (LayeredDevice device = LayeredDevice.create(instance)) {
                try (Live live = new Live(dice, device);
                        RandomBarriers barriers = new RandomBarriers(dice, live)) {
                    RandomCalls calls = new RandomCalls(dice, live, barriers);
                    for (int i = 0; i < number; i++) {
                        requireSilence(instance, "call " + i + " " + next(calls));
                    }
                }
                requireSilence(instance, "everything is closed");
            }
            // The layer tells what is still there when the device goes.
            requireSilence(instance, "the device is destroyed");
        }
    }

    private String next(RandomCalls calls) {
        try {
            calls.next();
            outcomes.done();
            return "was done";
        } catch (RuntimeException e) {
            outcomes.failed(e);
            return "failed: " + e;
        }
    }

    private void requireSilence(TestInstance instance, String call) {
        for (int i = 0; i < instance.messages().size(); i++) {
            String message = instance.messages().get(i);
            if (!Allowed.mayBeSaid(instance.vuids().get(i), message, layerVersion)) {
                throw new AssertionError("with -Dseed=" + seed + ", " + call + "\nand the layer says:\n" + message);
            }
        }
        instance.messages().clear();
        instance.vuids().clear();
    }
}
