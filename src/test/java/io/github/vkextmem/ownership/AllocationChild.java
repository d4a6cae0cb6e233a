package io.github.vkextmem.ownership;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;

/** The process of {@link LeakDetectorTest} that says how many bytes it costs to own something. */
final class AllocationChild {

    private static final int ROUNDS = 1000;

    private static Object sink = "";

    private AllocationChild() {}

    /** What {@link Ownership} holds, and nothing besides. */
    private static final class Twin {
        private final String what;
        private final long value;
        private final Object lifetime;
        private final Object state;

        private Twin(String what, long value) {
            this.what = what;
            this.value = value;
            this.lifetime = what;
            this.state = what;
        }

        @Override
        public String toString() {
            return what + value + lifetime + state;
        }
    }

    public static void main(String[] arguments) {
        System.out.println("twin " + bytes(i -> new Twin("twin", i)));
        System.out.println("ownership "
                + bytes(i -> {
                    Ownership ownership = new Ownership("ownership", i);
                    ownership.close(value -> {});
                    return ownership;
                }));
    }

    /** {@return the bytes of a round, all rounds alike: the interpreter optimises nothing away} */
    private static long bytes(IntFunction<Object> round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = -1; i < ROUNDS; i++) {
            if (i == 0) {
                before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            }
            sink = round.apply(i);
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        if (sink == null) {
            throw new AssertionError();
        }
        return allocated / ROUNDS;
    }
}
