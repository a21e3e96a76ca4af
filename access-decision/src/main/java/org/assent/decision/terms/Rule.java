package org.assent.decision.terms;

import java.util.Set;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.codec.Checks;

/**
 * One provision of a consent.
 *
 * @param effect what it does
 * @param actors whom it is about, 0 to 64; empty means everybody
 * @param purposes for which uses, 0 to 32; empty means all
 * @param period when it holds
 * @param data which data it is about
 */
public record Rule(Effect effect, Set<Actor> actors, Set<PurposeOfUse> purposes, Period period, DataSelection data) {

    /** The most actors that a rule may name. */
    public static final int MAX_ACTORS = 64;

    /** The most purposes that a rule may name. */
    public static final int MAX_PURPOSES = 32;

    public Rule {
        Checks.size("actors of a rule", actors, 0, MAX_ACTORS);
        Checks.size("purposes of a rule", purposes, 0, MAX_PURPOSES);
        actors = Set.copyOf(actors);
        purposes = Set.copyOf(purposes);
    }
}
