package org.assent.ledger.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;

/**
 * What the authenticated map holds of a subject. Counters are never lowered.
 *
 * @param source where the pseudonym was opened
 * @param keys who may act, 1 to 20, sorted by key; none once it is erased
 * @param custody who keeps the subject key
 * @param guardianship who may freeze it and recover its key
 * @param recovery the replacement of a lost key that has begun; in effect when its time has come ({@link #at})
 * @param sequence number of RecordConsents so far
 * @param authorityCounter number of changes of keys, custody, freezing and erasure so far
 * @param frozenBy the rank of who froze it, if it is frozen
 * @param erasure how far its erasure has come
 * @param consentCount number of open consents, 0 to 256; 0 once it is erased
 * @param consentsRoot RFC 6962 root over the open consents sorted by ConsentId
 * @param recorded how many Consents were recorded on the last day on which there was one
 */
public record SubjectLeaf(
        OrganizationId source,
        List<SubjectKey> keys,
        CustodyMode custody,
        Guardianship guardianship,
        Optional<Recovery> recovery,
        long sequence,
        long authorityCounter,
        Optional<Authority> frozenBy,
        Erasure erasure,
        int consentCount,
        Bytes32 consentsRoot,
        DailyCount recorded)
        implements Leaf {

    /** The most keys that may act for a subject at once: its own, 2 of custodians, 8 of delegates, 8 of guardians, 1 spare. */
    public static final int MAX_KEYS = 20;

    /** The most consents that a subject may have open at once. */
    public static final int MAX_CONSENTS = 256;

    public SubjectLeaf {
        boolean erased = erasure == Erasure.DONE;
        Checks.size("keys of a subject", keys, erased ? 0 : 1, erased ? 0 : MAX_KEYS);
        Checks.distinct("keys of a subject", keys.stream().map(SubjectKey::key).toList());
        keys = Checks.sorted(keys, Comparator.naturalOrder());
        Checks.notNegative("sequence of a subject", sequence);
        Checks.notNegative("authority counter", authorityCounter);
        Checks.range("number of open consents", consentCount, 0, erased ? 0 : MAX_CONSENTS);
    }

    /** A subject just enrolled: one key, counters at 0, nothing open. */
    public static SubjectLeaf enrolled(OrganizationId source, SubjectKey firstKey, CustodyMode custody) {
        return new SubjectLeaf(
                source,
                List.of(firstKey),
                custody,
                Guardianship.DEFAULT,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Erasure.NONE,
                0,
                OpenConsents.root(List.of()),
                DailyCount.NONE);
    }

    /** Whether every other organization is denied, whatever the consents say: it is frozen, or is to be forgotten. */
    public boolean frozen() {
        return frozenBy.isPresent() || erasure != Erasure.NONE;
    }

    /** The rank of the subject key: SELF when the patient keeps it, else CUSTODIAN. */
    public Authority ownRank() {
        return rank(custody);
    }

    /** The leaf as it counts at a block time: with a recovery in effect whose time has come. */
    public SubjectLeaf at(Instant blockTime) {
        return recovery.filter(begun -> !blockTime.isBefore(begun.effectiveAt()))
                .map(this::recovered)
                .orElse(this);
    }

    private SubjectLeaf recovered(Recovery begun) {
        return with(replaced(ownRank(), new SubjectKey(begun.newKey(), rank(begun.custody()))))
                .with(begun.custody(), guardianship, Optional.empty(), authorityCounter);
    }

    /**
     * The same with another subject key; a custodian's key stays when the patient takes over. Whoever signs with the key has not
     * lost it, so a recovery that has begun is over.
     */
    SubjectLeaf rotated(PublicKey newKey, CustodyMode newCustody) {
        SubjectKey next = new SubjectKey(newKey, rank(newCustody));
        return with(newCustody == custody ? replaced(ownRank(), next) : added(keys, List.of(next)))
                .with(newCustody, guardianship, Optional.empty(), authorityCounter + 1);
    }

    /** The same with other guardians. */
    SubjectLeaf guardedBy(List<PublicKey> guardians, Guardianship newGuardianship) {
        return with(added(without(Authority.GUARDIAN), ranked(guardians, Authority.GUARDIAN)))
                .with(custody, newGuardianship, recovery, authorityCounter + 1);
    }

    /** The same with other delegates, and other keys of the former custodian if the patient has taken over. */
    SubjectLeaf delegatedTo(List<PublicKey> delegates, List<PublicKey> custodians) {
        List<SubjectKey> others = new ArrayList<>(without(Authority.DELEGATE));
        others.removeIf(key -> key.authority() == Authority.CUSTODIAN);
        List<SubjectKey> named = added(ranked(delegates, Authority.DELEGATE), ranked(custodians, Authority.CUSTODIAN));
        return with(added(others, named)).with(custody, guardianship, recovery, authorityCounter + 1);
    }

    /** The same with a recovery begun. */
    SubjectLeaf recovering(Recovery begun) {
        return with(custody, guardianship, Optional.of(begun), authorityCounter + 1);
    }

    /** The same with its recovery vetoed; a restriction leaves the counter. */
    SubjectLeaf vetoed() {
        return with(custody, guardianship, Optional.empty(), authorityCounter);
    }

    /** The same frozen by somebody of this rank, or by nobody. */
    SubjectLeaf frozen(Optional<Authority> by) {
        return new SubjectLeaf(
                source,
                keys,
                custody,
                guardianship,
                recovery,
                sequence,
                authorityCounter + 1,
                by,
                erasure,
                consentCount,
                consentsRoot,
                recorded);
    }

    /** The same with its erasure asked for. */
    SubjectLeaf toBeErased() {
        return new SubjectLeaf(
                source,
                keys,
                custody,
                guardianship,
                recovery,
                sequence,
                authorityCounter + 1,
                frozenBy,
                Erasure.REQUESTED,
                consentCount,
                consentsRoot,
                recorded);
    }

    /** The tombstone: the counters, and nothing else that was the person's. */
    SubjectLeaf erased() {
        return new SubjectLeaf(
                source,
                List.of(),
                custody,
                Guardianship.DEFAULT,
                Optional.empty(),
                sequence,
                authorityCounter + 1,
                Optional.empty(),
                Erasure.DONE,
                0,
                OpenConsents.root(List.of()),
                DailyCount.NONE);
    }

    /** The same with other open consents and their counters. */
    SubjectLeaf consenting(long newSequence, List<OpenConsent> consents, DailyCount newRecorded) {
        return new SubjectLeaf(
                source,
                keys,
                custody,
                guardianship,
                recovery,
                newSequence,
                authorityCounter,
                frozenBy,
                erasure,
                consents.size(),
                OpenConsents.root(consents),
                newRecorded);
    }

    /** The keys of a rank, sorted. */
    public List<PublicKey> keys(Authority authority) {
        return keys.stream()
                .filter(key -> key.authority() == authority)
                .map(SubjectKey::key)
                .toList();
    }

    private static Authority rank(CustodyMode custody) {
        return switch (custody) {
            case CUSTODIAN -> Authority.CUSTODIAN;
            case SELF -> Authority.SELF;
        };
    }

    private List<SubjectKey> without(Authority authority) {
        return keys.stream().filter(key -> key.authority() != authority).toList();
    }

    private List<SubjectKey> replaced(Authority authority, SubjectKey next) {
        List<SubjectKey> others = new ArrayList<>(without(authority));
        others.removeIf(key -> key.key().equals(next.key()));
        others.add(next);
        return others;
    }

    private static List<SubjectKey> added(List<SubjectKey> some, List<SubjectKey> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<SubjectKey> ranked(List<PublicKey> keys, Authority authority) {
        return keys.stream().map(key -> new SubjectKey(key, authority)).toList();
    }

    private SubjectLeaf with(List<SubjectKey> others) {
        return new SubjectLeaf(
                source,
                others,
                custody,
                guardianship,
                recovery,
                sequence,
                authorityCounter,
                frozenBy,
                erasure,
                consentCount,
                consentsRoot,
                recorded);
    }

    private SubjectLeaf with(
            CustodyMode newCustody, Guardianship newGuardianship, Optional<Recovery> newRecovery, long newCounter) {
        return new SubjectLeaf(
                source,
                keys,
                newCustody,
                newGuardianship,
                newRecovery,
                sequence,
                newCounter,
                frozenBy,
                erasure,
                consentCount,
                consentsRoot,
                recorded);
    }
}
