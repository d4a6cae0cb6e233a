package io.github.vkextmem.benchmark;

import java.util.Arrays;

/**
 * The middle of some measurements.
 *
 * @param value the median
 * @param low where the 95 % interval of the median begins, by the order of the measurements; of fewer than six, the lowest
 * @param high where it ends; of fewer than six, the highest
 */
record Median(double value, double low, double high) {

    private static final double NORMAL_95 = 1.96;

    static Median of(double[] measurements) {
        double[] sorted = measurements.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        int reach = (int) Math.ceil(NORMAL_95 * Math.sqrt(sorted.length) / 2);
        return new Median(
                (sorted[last / 2] + sorted[(last + 1) / 2]) / 2,
                sorted[Math.max(0, last / 2 - reach)],
                sorted[Math.min(last, (last + 1) / 2 + reach)]);
    }

    /** {@return the medians of quotients} */
    static Median ofQuotients(double[] dividends, double[] divisors) {
        double[] quotients = new double[dividends.length];
        Arrays.setAll(quotients, i -> dividends[i] / divisors[i]);
        return of(quotients);
    }
}
