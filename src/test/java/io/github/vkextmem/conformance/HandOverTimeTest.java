package io.github.vkextmem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vkextmem.driver.ChildJvm;
import io.github.vkextmem.driver.TestDevice;
import io.github.vkextmem.driver.TestInstance;
import io.github.vkextmem.handle.HandleChannel;
import io.github.vkextmem.handle.HandleListener;
import io.github.vkextmem.memory.DeviceMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the export call here to the received handle in a second process: a large picture and a small one, in turn, so that
 * whatever else the machine does meets both. It prints what it measures.
 */
@EnabledOnOs(OS.LINUX)
@Tag("soak")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandOverTimeTest {

    private static final int WARM_UP = 2_000;
    private static final int SAMPLES = 5_000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void askTheDriver() {
        DriverNeeds.assumeExtension(DriverNeeds.FD);
    }

    @Test
    void aLargePictureTakesNoLongerThanASmallOne() throws Exception {
        Path socket = folder.resolve("socket");
        try (TestInstance instance = TestInstance.create();
                TestDevice device = instance.device();
                DeviceMemory small = Exportable.allocate(device.external(), Pictures.SMALL);
                DeviceMemory large = Exportable.allocate(device.external(), Pictures.LARGE);
                HandleListener listener = HandleChannel.listen(socket, HandOverChild.TIMEOUT)) {
            Process child = new ProcessBuilder(ChildJvm.command(
                            Receiver.class, socket.toString(), Integer.toString(2 * (WARM_UP + SAMPLES))))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            long[] ofSmall = new long[SAMPLES];
            long[] ofLarge = new long[SAMPLES];
            try (HandleChannel channel = listener.accept();
                    BufferedReader arrivals = child.inputReader()) {
                for (int i = -WARM_UP; i < SAMPLES; i++) {
                    long timeOfSmall = time(small, channel, arrivals);
                    long timeOfLarge = time(large, channel, arrivals);
                    if (i >= 0) {
                        ofSmall[i] = timeOfSmall;
                        ofLarge[i] = timeOfLarge;
                    }
                }
                assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
            } finally {
                child.destroyForcibly();
            }
            Median smallMedian = Median.of(ofSmall);
            Median largeMedian = Median.of(ofLarge);
            System.out.println("From export call to received handle on "
                    + device.external().deviceName() + ", " + SAMPLES + " times each: 64 x 64 " + smallMedian
                    + "; 3840 x 2160 " + largeMedian);
            // What is copied would take a hundred times as long.
            assertThat(largeMedian.nanos()).isLessThan(2 * smallMedian.nanos());
        }
    }

    private static long time(DeviceMemory memory, HandleChannel channel, BufferedReader arrivals) throws IOException {
        long begin = System.nanoTime();
        Exportable.send(memory, channel);
        long arrival = Long.parseLong(arrivals.readLine());
        assertThat(arrival).as("both processes read the same clock").isBetween(begin, System.nanoTime());
        return arrival - begin;
    }

    /**
     * The middle of some times.
     *
     * @param nanos the median
     * @param low where the 95 % interval of the median begins, by the order of the times
     * @param high where it ends
     */
    private record Median(long nanos, long low, long high) {

        private static final double NORMAL_95 = 1.96;

        static Median of(long[] times) {
            long[] sorted = times.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            int reach = (int) Math.ceil(NORMAL_95 * Math.sqrt(sorted.length) / 2);
            return new Median(sorted[middle], sorted[middle - reach], sorted[middle + reach]);
        }

        @Override
        public String toString() {
            return String.format("%.1f us (%.1f to %.1f)", nanos / 1e3, low / 1e3, high / 1e3);
        }
    }

    /** The second process: says when each handle arrived. */
    static final class Receiver {

        private Receiver() {}

        /** Arguments: the socket, and how many handles come. */
        public static void main(String[] args) throws IOException {
            int count = Integer.parseInt(args[1]);
            try (HandleChannel channel = HandleChannel.connect(Path.of(args[0]), HandOverChild.TIMEOUT)) {
                for (int i = 0; i < count; i++) {
                    try (var received = channel.receive()) {
                        System.out.println(System.nanoTime());
                        assertThat(received.handle().isOpen()).isTrue();
                    }
                }
            }
        }
    }
}
