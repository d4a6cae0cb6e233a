package io.github.vkextmem.ownership;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * How long an object owns what it has to close, followed only if the {@link LeakDetector} is on: it reports the object if
 * that becomes unreachable before its lifetime ended, and errors tell where it ended.
 *
 * <p>An object begins it last in its constructor, and ends it in the call that takes away what it owned. Off, all objects share one
 * lifetime, which does nothing. Any thread may use it.
 */
public abstract sealed class Lifetime {

    private static final Lifetime NOT_WATCHED = new NotWatched();

    private Lifetime() {}

    /**
     * Begins the lifetime of an object that owns something.
     *
     * @param owner the object; its {@code toString} is what it is reported as
     * @return the lifetime, for the object to keep
     */
    public static Lifetime of(Object owner) {
        return LeakDetector.ENABLED ? watched(owner) : NOT_WATCHED;
    }

    private static Lifetime watched(Object owner) {
        Watched lifetime = new Watched(owner.toString());
        LeakDetector.watch(owner, lifetime);
        return lifetime;
    }

    /**
     * Ends it; nothing after the first time.
     *
     * @param owner the object, which is thereby reachable until then
     * @param how what became of what it owned, as {@code closed}
     */
    public abstract void end(Object owner, String how);

    /** {@return an exception whose cause is where this ended, if that is known} */
    public abstract IllegalStateException over(String message);

    /** What the detector keeps of an object without keeping the object. */
    static final class Watched extends Lifetime {

        private final String what;
        private final Throwable beginning;
        private volatile @Nullable Throwable ending;

        private Watched(String what) {
            this.what = what;
            this.beginning = new Throwable(what + " was made here");
        }

        String what() {
            return what;
        }

        Throwable beginning() {
            return beginning;
        }

        boolean hasEnded() {
            return ending != null;
        }

        @Override
        public synchronized void end(Object owner, String how) {
            try {
                if (ending == null) {
                    ending = new Throwable(what + " was " + how + " here");
                }
            } finally {
                // Or the collector may come between the call and its end, and report what is being closed.
                Reference.reachabilityFence(owner);
            }
        }

        @Override
        public IllegalStateException over(String message) {
            return new IllegalStateException(message, ending);
        }
    }

    private static final class NotWatched extends Lifetime {

        @Override
        public void end(Object owner, String how) {}

        @Override
        public IllegalStateException over(String message) {
            return new IllegalStateException(message);
        }
    }
}
