package io.github.vkextmem.standin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;

/**
 * The handles that this process really has open, counted by Windows. Threads of the JVM and of drivers open and close some of
 * their own at any time, and Java closes the handle of a child process when it has collected the Process: what a test waits
 * for is seen in one of many counts, until a deadline.
 */
public final class OpenHandles {

    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int COUNTS = 4;

    /** More than other threads close meanwhile. */
    private static final int EVENTS = 100;

    private OpenHandles() {}

    /** Something that leaves no handle behind. */
    interface Round {
        void run() throws Exception;
    }

    /** {@return how many are open now} */
    public static int count() {
        return Kernel.openHandles();
    }

    /**
     * Fails if more handles than this stay open.
     *
     * @param most how many may be open
     */
    public static void requireAtMost(int most) {
        List<Integer> counts = new ArrayList<>();
        if (!isReached(count -> count <= most, counts)) {
            throw new AssertionError("more than " + most + " handles stay open: " + counts);
        }
    }

    /** Fails if handles are left each time. The JVM opens some for good now and then, but not in every round. */
    static void requireNoneLeft(Round round) throws Exception {
        round.run();
        requireCounts();
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            int before = fewest();
            counts.add(before);
            round.run();
            if (isReached(count -> count <= before, new ArrayList<>())) {
                return;
            }
        }
        counts.add(fewest());
        throw new AssertionError("handles are left in every round: " + counts);
    }

    /** {@return the smallest of some counts: what is open only for a moment, or until it is collected, is not in it} */
    private static int fewest() {
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < COUNTS; i++) {
            System.gc();
            fewest = Math.min(fewest, Kernel.openHandles());
        }
        return fewest;
    }

    /** What counts must notice more handles, or the rest proves nothing. */
    private static void requireCounts() {
        int before = fewest();
        List<Long> events = LongStream.range(0, EVENTS)
                .mapToObj(i -> Kernel.createEvent(0).value())
                .toList();
        List<Integer> counts = new ArrayList<>();
        boolean noticed = isReached(count -> count > before, counts);
        events.forEach(Kernel::close);
        if (!noticed) {
            throw new AssertionError(
                    EVENTS + " handles are opened and not counted: " + before + " before, and then " + counts);
        }
    }

    private static boolean isReached(IntPredicate goal, List<Integer> counts) {
        long start = System.nanoTime();
        while (true) {
            int count = Kernel.openHandles();
            counts.add(count);
            if (goal.test(count)) {
                return true;
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                return false;
            }
            System.gc();
        }
    }
}
