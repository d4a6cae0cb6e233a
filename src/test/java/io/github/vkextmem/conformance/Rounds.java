package io.github.vkextmem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.Footprint;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.vulkan.VkPhysicalDevice;

/** Something done over and over, that leaves this process and the device as they were. */
final class Rounds {

    private static final int PARTS = 6;

    /** What a leak of this process' own memory would come to at least, a round. */
    private static final long BYTES_PER_ROUND = 64;

    /** The JVM compiles, and its heap grows, in this measure. */
    private static final long JVM_KILOBYTES = 1 << 10;

    private Rounds() {}

    /** One of them, which gets its number. */
    interface Round {
        void run(int number) throws Exception;
    }

    /** Fails if something is left. What the first part leaves is there once and for all, and is not counted. */
    static void requireNothingLeft(VkPhysicalDevice device, int rounds, Round round) throws Exception {
        List<Footprint> footprints = new ArrayList<>();
        List<Long> onDevice = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            for (int i = rounds * part / PARTS; i < rounds * (part + 1) / PARTS; i++) {
                round.run(i);
            }
            System.gc();
            footprints.add(Footprint.now());
            onDevice.add(DeviceUsage.bytes(device));
        }
        Footprint before = footprints.get(0);
        assertThat(footprints).allSatisfy(after -> {
            assertThat(after.descriptors()).as("descriptors").isEqualTo(before.descriptors());
            assertThat(after.mappings()).as("mappings").isLessThanOrEqualTo(before.mappings());
            assertThat(after.sharedKilobytes())
                    .as("resident shared memory")
                    .isLessThanOrEqualTo(before.sharedKilobytes());
        });
        assertThat(onDevice).as("in use on the device").allMatch(bytes -> bytes <= onDevice.get(0));
        assertThat(smallestGrowth(footprints))
                .as("kilobytes that every part added to resident memory: %s", footprints)
                .isLessThanOrEqualTo(Math.max(JVM_KILOBYTES, rounds / PARTS * BYTES_PER_ROUND >> 10));
    }

    /** A leak shows in every part; what the JVM takes for itself does not. */
    private static long smallestGrowth(List<Footprint> footprints) {
        long smallest = Long.MAX_VALUE;
        for (int i = 1; i < footprints.size(); i++) {
            smallest = Math.min(
                    smallest,
                    footprints.get(i).anonymousKilobytes()
                            - footprints.get(i - 1).anonymousKilobytes());
        }
        return smallest;
    }
}
