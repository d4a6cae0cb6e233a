package io.github.vkextmem.standin;

import java.util.ArrayList;
import java.util.List;

/** The handles that this process really has open, counted by Windows. */
final class OpenHandles {

    private static final int ROUNDS = 5;

    private OpenHandles() {}

    /** Something that leaves no handle behind. */
    interface Round {
        void run() throws Exception;
    }

    /**
     * Fails if handles are left each time. The JVM opens some of its own now and then, for its threads, but not in every
     * round.
     */
    static void requireNoneLeft(Round round) throws Exception {
        round.run();
        List<Integer> counts = new ArrayList<>(List.of(Kernel.openHandles()));
        requireCounts(counts.get(0));
        for (int i = 1; i <= ROUNDS; i++) {
            round.run();
            // Java closes the handle of a child process when it collects the Process.
            System.gc();
            counts.add(Kernel.openHandles());
            if (counts.get(i) <= counts.get(i - 1)) {
                return;
            }
        }
        throw new AssertionError("handles are left in every round: " + counts);
    }

    /** What counts must notice one more, or the rest proves nothing. */
    private static void requireCounts(int before) {
        long event = Kernel.createEvent(0).value();
        int with = Kernel.openHandles();
        Kernel.close(event);
        if (with <= before) {
            throw new AssertionError("an open handle is not counted: " + before + ", then " + with);
        }
    }
}
