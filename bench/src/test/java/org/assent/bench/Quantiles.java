package org.assent.bench;

import java.util.Arrays;

/** Sorted samples of one kind. */
final class Quantiles {

    private final long[] sorted;

    private Quantiles(long[] sorted) {
        this.sorted = sorted;
    }

    static Quantiles of(long[] samples) {
        long[] copy = samples.clone();
        Arrays.sort(copy);
        return new Quantiles(copy);
    }

    /** The sample below which the fraction of all lies. */
    long at(double fraction) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(fraction * sorted.length))];
    }
}
