package org.assent.ledger.state;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.signature.PublicKey;

/**
 * The rules that members agreed on.
 *
 * @param accreditors who vouches for organizations, sorted, 1 to 32
 * @param threshold how many of them it takes, 1 to their number
 * @param stalenessBound whole seconds, 1 to 3,600: age of the newest block beyond which a site answers no other organization
 * @param rulesVersion which rules hold, from 1
 */
public record GovernanceLeaf(List<PublicKey> accreditors, int threshold, Duration stalenessBound, int rulesVersion)
        implements Leaf {

    /** The most accreditors there can be. */
    public static final int MAX_ACCREDITORS = 32;

    public GovernanceLeaf {
        Checks.size("accreditors", accreditors, 1, MAX_ACCREDITORS);
        Checks.distinct("accreditors", accreditors);
        accreditors = Checks.sorted(accreditors, Comparator.naturalOrder());
        Checks.range("threshold", threshold, 1, accreditors.size());
        Checks.range("staleness bound in seconds", stalenessBound.toSeconds(), 1, 3_600);
        Checks.range("nanoseconds of the staleness bound", stalenessBound.toNanosPart(), 0, 0);
        Checks.range("rules version", rulesVersion, 1, Integer.MAX_VALUE);
    }
}
