package org.assent.ledger.transaction;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.Guardianship;

/**
 * Names who may freeze the subject and recover a lost key. Signed by the subject key; while the source has custody and guardians are
 * named, by k of those too, since a lower authority never undoes a higher one.
 *
 * @param subject whose authorities change
 * @param counter the subject's authority counter + 1
 * @param guardians their keys, sorted, 0 to 8, each once; only with policy {@code KEYS} there are any
 * @param guardianship by whom, how many of them it takes, and how long a recovery can be vetoed
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record SetGuardians(
        SubjectId subject, long counter, List<PublicKey> guardians, Guardianship guardianship, Instant expires)
        implements Transaction {

    /** The most guardians that a subject may have. */
    public static final int MAX_GUARDIANS = 8;

    public SetGuardians {
        Checks.range("authority counter", counter, 1, Long.MAX_VALUE);
        Checks.size("guardians", guardians, 0, MAX_GUARDIANS);
        Checks.distinct("guardians", guardians);
        guardians = Checks.sorted(guardians, Comparator.naturalOrder());
        guardianship.checkFits(guardians.size());
        Checks.wholeSeconds("expires", expires);
    }
}
