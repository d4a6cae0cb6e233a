package io.github.vkextmem.ownership;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/**
 * Reports what was forgotten: an object that owns something and became unreachable without being closed.
 *
 * <p>Off by default; {@code -Dio.github.vkextmem.leaks=true} switches it on for the whole process, at start: off, the
 * compiler sees a constant and nothing of it remains. What is found goes to the {@link Logger} {@code io.github.vkextmem}
 * as a warning, with the place where the object was made.
 *
 * <p>It reports and does not close. The collector finds out at some unknown time, on a thread of its own, and the number
 * may be somebody else's by then: released without telling the object, or closed by a driver that was said to leave it
 * alone. Closing it a second time is the worse fault of the two. Nor does it find everything: what is still reachable when the process
 * ends is not reported.
 */
final class LeakDetector {

    static final boolean ENABLED = Boolean.getBoolean("io.github.vkextmem.leaks");

    private LeakDetector() {}

    /** Follows an object, of which the lifetime must know nothing. */
    static void watch(Object owner, Lifetime.Watched lifetime) {
        Watcher.CLEANER.register(owner, () -> report(lifetime));
    }

    private static void report(Lifetime.Watched lifetime) {
        if (!lifetime.hasEnded()) {
            Watcher.LOGGER.log(Level.WARNING, lifetime.what() + " was never closed", lifetime.beginning());
        }
    }

    /** There is no thread for it unless it is on. */
    private static final class Watcher {

        private static final Cleaner CLEANER = Cleaner.create();
        private static final Logger LOGGER = System.getLogger("io.github.vkextmem");

        private Watcher() {}
    }
}
