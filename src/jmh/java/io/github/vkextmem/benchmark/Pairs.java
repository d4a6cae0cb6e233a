package io.github.vkextmem.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Measures two ways of doing the same together, so that whatever else the machine does meets both. Times are of few operations
 * one way and as many the other, 1500 times or more; each such pair gives a quotient, and the median of those counts: what
 * interrupts one does not move it, nor does a driver that is slower for seconds and then is not. Which way is first, chance
 * decides: in any regular order one of them pays for what the other leaves to be cleared away. Instructions, which nothing
 * disturbs but the counting, are counted in blocks.
 */
final class Pairs {

    private static final long TIMED_NANOS = 20_000;
    private static final long COUNTED_NANOS = 10_000_000;
    private static final int FEWEST = 1500;
    private static final int BLOCKS = 21;
    private static final int WAYS = 2;

    private final Instructions instructions;
    private final Duration each;
    private final SplittableRandom chance = new SplittableRandom();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** @param each how long an operation is measured, and half as long warmed up */
    Pairs(Instructions instructions, Duration each) {
        this.instructions = instructions;
        this.each = each;
    }

    /**
     * What came out.
     *
     * @param micros the time of one operation by the library
     * @param timeRatio its time, over the time by hand
     * @param instructions how many one takes by the library; 0 where nobody counts them
     * @param instructionsByHand likewise by hand
     * @param bytes how many bytes of the Java heap one takes by the library
     * @param bytesByHand likewise by hand
     */
    record Result(
            double micros,
            double timeRatio,
            double instructions,
            double instructionsByHand,
            double bytes,
            double bytesByHand) {}

    Result measure(Operation operation) {
        double nanos = warmUp(operation);
        int pairs = (int) Math.max(FEWEST, each.toNanos() / (WAYS * Math.max(nanos, TIMED_NANOS)));
        int many = (int) Math.max(1, TIMED_NANOS / nanos);
        double[] library = new double[pairs];
        double[] byHand = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            if (chance.nextBoolean()) {
                library[i] = nanos(operation.library(), many);
                byHand[i] = nanos(operation.byHand(), many);
            } else {
                byHand[i] = nanos(operation.byHand(), many);
                library[i] = nanos(operation.library(), many);
            }
        }
        int block = (int) Math.max(1, COUNTED_NANOS / nanos);
        Counted ofLibrary = count(operation.library(), block);
        Counted ofByHand = count(operation.byHand(), block);
        return new Result(
                Median.of(library).value() / 1e3,
                Median.ofQuotients(library, byHand).value(),
                ofLibrary.instructions,
                ofByHand.instructions,
                ofLibrary.bytes,
                ofByHand.bytes);
    }

    /** {@return how long an operation takes, in nanoseconds, one way with the other} */
    private double warmUp(Operation operation) {
        long end = System.nanoTime() + each.toNanos() / 2;
        long rounds = 0;
        long start = System.nanoTime();
        while (System.nanoTime() < end) {
            operation.library().run();
            operation.byHand().run();
            rounds++;
        }
        return (double) (System.nanoTime() - start) / rounds / WAYS;
    }

    private static double nanos(Runnable way, int times) {
        long start = System.nanoTime();
        repeat(way, times);
        return (double) (System.nanoTime() - start) / times;
    }

    private record Counted(double instructions, double bytes) {}

    private Counted count(Runnable way, int times) {
        double[] count = new double[BLOCKS];
        double[] bytes = new double[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            long began = instructions.count();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            repeat(way, times);
            bytes[i] = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / times;
            count[i] = (double) (instructions.count() - began) / times;
        }
        return new Counted(Median.of(count).value(), Median.of(bytes).value());
    }

    private static void repeat(Runnable way, int times) {
        for (int i = 0; i < times; i++) {
            way.run();
        }
    }
}
