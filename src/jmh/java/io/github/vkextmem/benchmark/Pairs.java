package io.github.vkextmem.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Measures two ways of doing the same in turn, so that whatever else the machine does meets both: blocks of many, one way then
 * the other, and a quotient for each pair of blocks.
 */
final class Pairs {

    private static final long BLOCK_NANOS = 10_000_000;

    private final Instructions instructions;
    private final Duration each;
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
     * @param instructionRatio likewise its instructions; 0 where nobody counts them
     * @param instructions how many they are, and by hand
     * @param bytes how many bytes of the Java heap one takes, and by hand
     */
    record Result(
            double micros,
            Median timeRatio,
            Median instructionRatio,
            double instructions,
            double instructionsByHand,
            double bytes,
            double bytesByHand,
            int pairs) {}

    Result measure(Operation operation) {
        int block = warmUp(operation);
        int pairs = (int) Math.max(11, each.toNanos() / (2 * BLOCK_NANOS));
        double[][] time = new double[2][pairs];
        double[][] count = new double[2][pairs];
        double[] allocated = new double[2];
        for (int i = 0; i < pairs; i++) {
            for (int turn = 0; turn < 2; turn++) {
                // The one that was second is first the next time.
                int way = (turn + i) % 2;
                long bytes = threads.getCurrentThreadAllocatedBytes();
                long began = instructions.count();
                long start = System.nanoTime();
                repeat(way == 0 ? operation.library() : operation.byHand(), block);
                time[way][i] = (double) (System.nanoTime() - start) / block;
                count[way][i] = (double) (instructions.count() - began) / block;
                allocated[way] += (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / block / pairs;
            }
        }
        boolean counted = instructions.kind() != Instructions.Kind.NONE;
        return new Result(
                Median.of(time[0]).value() / 1e3,
                Median.ofQuotients(time[0], time[1]),
                counted ? Median.ofQuotients(count[0], count[1]) : new Median(0, 0, 0),
                Median.of(count[0]).value(),
                Median.of(count[1]).value(),
                allocated[0],
                allocated[1],
                pairs);
    }

    /** {@return how many operations fill a block} */
    private int warmUp(Operation operation) {
        long end = System.nanoTime() + each.toNanos();
        long rounds = 0;
        long start = System.nanoTime();
        while (System.nanoTime() < end) {
            operation.library().run();
            operation.byHand().run();
            rounds++;
        }
        return (int) Math.max(1, BLOCK_NANOS * 2 * rounds / (System.nanoTime() - start));
    }

    private static void repeat(Runnable way, int times) {
        for (int i = 0; i < times; i++) {
            way.run();
        }
    }
}
