package io.github.vkextmem.platform;

import java.time.Duration;

/** When a wait ends. */
public final class Deadline {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /**
     * {@return when a wait ends that begins now}
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

    boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }

    /** {@return what is left in milliseconds, rounded up, as much of it as one wait takes} */
    int millis() {
        long left = Math.max(0, nanos - System.nanoTime());
        return (int) Math.min(left / NANOS_PER_MILLI + (left % NANOS_PER_MILLI == 0 ? 0 : 1), Integer.MAX_VALUE);
    }
}
