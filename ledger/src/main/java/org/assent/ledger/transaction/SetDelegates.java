package org.assent.ledger.transaction;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;

/**
 * Names who may record and close consents for the subject below its own rank. Signed by the subject key.
 *
 * @param subject whose authorities change
 * @param counter the subject's authority counter + 1
 * @param delegates their keys, sorted, 0 to 8, each once
 * @param custodians keys of the former custodian that stay, sorted, 0 to 2, each among the present ones; when the source has custody,
 *     exactly the present one
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record SetDelegates(
        SubjectId subject, long counter, List<PublicKey> delegates, List<PublicKey> custodians, Instant expires)
        implements Transaction {

    /** The most delegates that a subject may have. */
    public static final int MAX_DELEGATES = 8;

    /** The most custodians' keys that a subject may have. */
    public static final int MAX_CUSTODIANS = 2;

    public SetDelegates {
        Checks.range("authority counter", counter, 1, Long.MAX_VALUE);
        Checks.size("delegates", delegates, 0, MAX_DELEGATES);
        Checks.size("custodians", custodians, 0, MAX_CUSTODIANS);
        Checks.distinct("delegates", delegates);
        Checks.distinct("custodians", custodians);
        delegates = Checks.sorted(delegates, Comparator.naturalOrder());
        custodians = Checks.sorted(custodians, Comparator.naturalOrder());
        Checks.wholeSeconds("expires", expires);
    }
}
