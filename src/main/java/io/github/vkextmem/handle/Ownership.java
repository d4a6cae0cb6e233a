package io.github.vkextmem.handle;

import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * A number that refers to something of the operating system, and whether we still own that. The lock is held while the
 * number is lent, so that nobody closes it meanwhile and the system gives it to somebody else.
 */
final class Ownership {

    private enum State {
        OPEN("open"),
        LENT("just being lent"),
        BEING_HANDED_OVER("just being handed over"),
        CLOSED("closed"),
        RELEASED("released, and belongs to whoever released it"),
        TAKEN_OVER("taken over by an import, and belongs to the driver");

        private final String words;

        State(String words) {
            this.words = words;
        }
    }

    private final String what;
    private final long value;
    private State state = State.OPEN;

    /**
     * @param what names the thing in messages, as {@code file descriptor}
     */
    Ownership(String what, long value) {
        this.what = what;
        this.value = value;
    }

    synchronized boolean isOpen() {
        return state == State.OPEN || state == State.LENT || state == State.BEING_HANDED_OVER;
    }

    synchronized long value() {
        if (state != State.OPEN && state != State.LENT) {
            throw new IllegalStateException(this + " cannot be used: it is " + state.words);
        }
        return value;
    }

    /** {@return whether we own it and it passes a test} */
    synchronized boolean isOpenAnd(LongPredicate test) {
        return (state == State.OPEN || state == State.LENT) && test.test(value);
    }

    synchronized long release() {
        requireOpen("released");
        state = State.RELEASED;
        return value;
    }

    /** Closes once. A close that fails is not tried again: the number may be somebody else's by then. */
    synchronized void close(LongConsumer closer) {
        // Only the borrower or taker himself gets here in those states: other threads wait for the lock.
        if (state == State.LENT || state == State.BEING_HANDED_OVER) {
            throw new IllegalStateException(this + " cannot be closed: it is " + state.words);
        }
        if (state == State.OPEN) {
            state = State.CLOSED;
            closer.accept(value);
        }
    }

    /** Lends the number; we stay the owner. Whoever borrowed it may borrow it again meanwhile. */
    synchronized <T> T lend(LongFunction<T> use) {
        long lent = value();
        State before = state;
        state = State.LENT;
        try {
            return use.apply(lent);
        } finally {
            state = before;
        }
    }

    /** Lends the number to somebody who owns it from then on, unless he throws. */
    synchronized <T> T handOver(LongFunction<T> taker) {
        requireOpen("handed over");
        state = State.BEING_HANDED_OVER;
        boolean taken = false;
        try {
            T result = taker.apply(value);
            taken = true;
            return result;
        } finally {
            state = taken ? State.TAKEN_OVER : State.OPEN;
        }
    }

    private void requireOpen(String done) {
        if (state != State.OPEN) {
            throw new IllegalStateException(
                    this + " cannot be " + (state == State.LENT ? done : "used") + ": it is " + state.words);
        }
    }

    /** {@return what it is, with its number} */
    @Override
    public String toString() {
        return what + " " + (value < 0 || value > 0xFFFF ? "0x" + Long.toHexString(value) : value);
    }
}
