package io.github.vkextmem.platform;

import io.github.vkextmem.WaitInterruptedException;
import io.github.vkextmem.WaitTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a wait, on the monotonic clock. Waits are made of short steps, and between two steps an interrupt or the deadline
 * ends them. The interrupt status stays set.
 */
public final class Deadline {

    /** The longest step of a wait, so that an interrupt ends it soon. */
    static final int SLICE_MILLIS = 50;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long SHORTEST_PAUSE = NANOS_PER_MILLI;
    private static final long LONGEST_PAUSE = 20 * NANOS_PER_MILLI;

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** A step of a wait. */
    public interface Step<T> {

        /** {@return the result, or null if there was none within so many milliseconds} */
        @Nullable
        T within(int millis);
    }

    /**
     * {@return the end of a wait that begins now}
     *
     * @throws IllegalArgumentException if the time-out is negative
     */
    public static Deadline in(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("the time-out is negative: " + timeout);
        }
        boolean forEver = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0;
        return new Deadline(System.nanoTime() + (forEver ? Long.MAX_VALUE : timeout.toNanos()));
    }

    /**
     * Repeats a step until it has a result.
     *
     * @param call the name of the call, for messages
     * @throws WaitTimeoutException if there is no result at the deadline
     * @throws WaitInterruptedException if the thread is interrupted
     */
    public <T> T await(Object call, Step<T> step) {
        while (true) {
            requireNotInterrupted(call);
            T result = step.within(Math.min(millis(), SLICE_MILLIS));
            if (result != null) {
                return result;
            }
            if (isOver()) {
                throw new WaitTimeoutException(call + ": the other side did not answer in time");
            }
        }
    }

    /**
     * Repeats an attempt, with pauses, until it returns no obstacle.
     *
     * @param call the name of the call, for messages
     * @throws WaitTimeoutException if there is an obstacle at the deadline
     * @throws WaitInterruptedException if the thread is interrupted
     */
    void retry(Object call, Supplier<Optional<String>> attempt) {
        for (long pause = SHORTEST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            requireNotInterrupted(call);
            Optional<String> obstacle = attempt.get();
            if (obstacle.isEmpty()) {
                return;
            }
            if (isOver()) {
                throw new WaitTimeoutException(call + ": " + obstacle.get());
            }
            LockSupport.parkNanos(this, Math.min(pause, left()));
        }
    }

    /**
     * Waits for a lock.
     *
     * @param call the name of the call, for messages
     * @throws WaitTimeoutException if other threads hold it at the deadline
     * @throws WaitInterruptedException if the thread is interrupted
     */
    public void lock(Object call, Lock lock) {
        await(call, millis -> {
            try {
                return lock.tryLock(millis, TimeUnit.MILLISECONDS) ? lock : null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        });
    }

    private static void requireNotInterrupted(Object call) {
        if (Thread.currentThread().isInterrupted()) {
            throw new WaitInterruptedException(call + ": the waiting thread was interrupted");
        }
    }

    private boolean isOver() {
        return left() == 0;
    }

    private long left() {
        return Math.max(0, nanos - System.nanoTime());
    }

    /** {@return the rest in milliseconds, rounded up, at most what a call takes} */
    int millis() {
        long left = left();
        return (int) Math.min(left / NANOS_PER_MILLI + (left % NANOS_PER_MILLI == 0 ? 0 : 1), Integer.MAX_VALUE);
    }
}
