package org.assent.ledger.state;

import java.util.Comparator;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * What the authenticated map holds of a subject. Counters are never lowered.
 *
 * @param source where the pseudonym was opened
 * @param keys who may act, 1 to 16, sorted by key
 * @param sequence number of RecordConsents so far
 * @param authorityCounter number of changes of keys, custody and freezing so far
 * @param custody who keeps the first key
 * @param frozen whether every other organization is denied, whatever the consents say
 * @param consentCount number of open consents, 0 to 256
 * @param consentsRoot RFC 6962 root over the open consents sorted by ConsentId
 * @param recorded how many Consents were recorded on the last day on which there was one
 */
public record SubjectLeaf(
        OrganizationId source,
        List<SubjectKey> keys,
        long sequence,
        long authorityCounter,
        CustodyMode custody,
        boolean frozen,
        int consentCount,
        Bytes32 consentsRoot,
        DailyCount recorded)
        implements Leaf {

    /** The most keys that may act for a subject at once. */
    public static final int MAX_KEYS = 16;

    /** The most consents that a subject may have open at once. */
    public static final int MAX_CONSENTS = 256;

    public SubjectLeaf {
        Checks.size("keys of a subject", keys, 1, MAX_KEYS);
        Checks.distinct("keys of a subject", keys.stream().map(SubjectKey::key).toList());
        keys = Checks.sorted(keys, Comparator.naturalOrder());
        Checks.notNegative("sequence of a subject", sequence);
        Checks.notNegative("authority counter", authorityCounter);
        Checks.range("number of open consents", consentCount, 0, MAX_CONSENTS);
    }
}
