package org.assent.receipt;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a receipt proves.
 *
 * @param permission whether the permission was in force
 * @param signed whether the source signed that it decided so
 * @param recomputed whether the decision follows from all terms
 * @param trust what no receipt proves, one sentence each
 */
public record Verdict(Finding permission, Finding signed, Finding recomputed, List<String> trust) {

    public Verdict {
        trust = List.copyOf(trust);
    }

    /** The three findings, in order. */
    public Stream<Finding> findings() {
        return Stream.of(permission, signed, recomputed);
    }

    /** Whether everything that the receipt claims holds. */
    public boolean valid() {
        return findings().noneMatch(Finding.Fails.class::isInstance);
    }

    /** Nothing can be believed. */
    static Verdict nothing(Finding.Fails why) {
        return new Verdict(why, why, why, List.of());
    }
}
