package io.github.vkextmem.ownership;

import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * A number that refers to something of the operating system, and whether we still own that. The lock is held while the
 * number is lent, so that nobody closes it meanwhile and the system gives it to somebody else.
 */
public final class Ownership {

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
    /** Guarded by the lock; the number changes only while it is handed over. */
    private volatile long value;

    private final Lifetime lifetime;
    private State state = State.OPEN;

    /**
     * Begins to own something.
     *
     * @param what names the thing in messages, as {@code file descriptor}
     * @param value its number
     */
    public Ownership(String what, long value) {
        this.what = what;
        this.value = value;
        this.lifetime = Lifetime.of(this);
    }

    /** {@return whether we own it, lent or not} */
    public synchronized boolean isOpen() {
        return state == State.OPEN || state == State.LENT || state == State.BEING_HANDED_OVER;
    }

    /**
     * {@return the number}
     *
     * @throws IllegalStateException if we own it no more, or are just handing it over
     */
    public synchronized long value() {
        if (state != State.OPEN && state != State.LENT) {
            throw cannotBe("used");
        }
        return value;
    }

    /** {@return whether we own it and it passes a test} */
    public synchronized boolean isOpenAnd(LongPredicate test) {
        return (state == State.OPEN || state == State.LENT) && test.test(value);
    }

    /**
     * Gives it to the caller.
     *
     * @return the number
     * @throws IllegalStateException if we own it no more, or it is lent
     */
    public synchronized long release() {
        requireOpen("released");
        end(State.RELEASED, "released");
        return value;
    }

    /**
     * Closes once. A close that fails is not tried again: the number may be somebody else's by then.
     *
     * @throws IllegalStateException if whoever it is lent to calls it
     */
    public synchronized void close(LongConsumer closer) {
        // Only the borrower or taker himself gets here in those states: other threads wait for the lock.
        if (state == State.LENT || state == State.BEING_HANDED_OVER) {
            throw cannotBe("closed");
        }
        if (state == State.OPEN) {
            end(State.CLOSED, "closed");
            closer.accept(value);
        }
    }

    /**
     * Lends the number; we stay the owner. Whoever borrowed it may borrow it again meanwhile.
     *
     * @throws IllegalStateException if we own it no more, or are just handing it over
     */
    public synchronized <T> T lend(LongFunction<T> use) {
        long lent = value();
        State before = state;
        state = State.LENT;
        try {
            return use.apply(lent);
        } finally {
            state = before;
        }
    }

    /**
     * Lends the number to a taker, which owns what it refers to when it returns. A taker that throws leaves the number
     * as it was; it is then open here as before.
     *
     * @throws IllegalStateException if we own it no more, or it is lent
     */
    public synchronized <T> T handOver(LongFunction<T> taker) {
        requireOpen("handed over");
        state = State.BEING_HANDED_OVER;
        boolean taken = false;
        try {
            T result = taker.apply(value);
            taken = true;
            return result;
        } finally {
            if (taken) {
                end(State.TAKEN_OVER, "taken over");
            } else {
                state = State.OPEN;
            }
        }
    }

    /**
     * Puts another number in the place of the one that is being handed over: it refers to the same thing, and a taker that
     * throws leaves this one.
     */
    public synchronized void replace(long other) {
        if (state != State.BEING_HANDED_OVER) {
            throw cannotBe("replaced");
        }
        value = other;
    }

    private void end(State how, String words) {
        state = how;
        lifetime.end(this, words);
    }

    private void requireOpen(String done) {
        if (state != State.OPEN) {
            throw cannotBe(state == State.LENT ? done : "used");
        }
    }

    private IllegalStateException cannotBe(String done) {
        return lifetime.over(this + " cannot be " + done + ": it is " + state.words);
    }

    /** {@return what it is, with its number} */
    @Override
    public String toString() {
        return what + " " + (value < 0 || value > 0xFFFF ? "0x" + Long.toHexString(value) : value);
    }
}
