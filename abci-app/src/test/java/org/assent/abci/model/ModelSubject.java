package org.assent.abci.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.Transaction;

/** A subject with its whole history. */
public final class ModelSubject {

    /** A consent in force and in whose right it was recorded. */
    public record Open(RecordConsent recording, Authority by) {}

    /** A recovery that has begun. */
    public record Begun(PublicKey newKey, CustodyMode custody, long counter, Instant effective) {}

    final OrganizationId source;
    final Map<PublicKey, Authority> keys = new HashMap<>();
    final List<Transaction> authorityChanges = new ArrayList<>();
    final List<RecordConsent> recordings = new ArrayList<>();
    final Map<Long, Integer> recordingsOfDay = new HashMap<>();
    final Map<ConsentId, Open> open = new HashMap<>();
    final Set<ConsentId> closed = new HashSet<>();
    CustodyMode custody;
    Guardianship guardianship = Guardianship.DEFAULT;
    Optional<Begun> recovery = Optional.empty();
    Optional<Authority> frozenBy = Optional.empty();
    Erasure erasure = Erasure.NONE;

    ModelSubject(OrganizationId source, PublicKey firstKey, CustodyMode custody) {
        this.source = source;
        this.custody = custody;
        keys.put(firstKey, ownRank());
    }

    /** One that is not enrolled, to make transactions for. */
    public static ModelSubject stranger(OrganizationId source, PublicKey key) {
        return new ModelSubject(source, key, CustodyMode.CUSTODIAN);
    }

    /** Where it was enrolled. */
    public OrganizationId source() {
        return source;
    }

    /** Keys and ranks. */
    public Map<PublicKey, Authority> keys() {
        return keys;
    }

    /** Who keeps the subject key. */
    public CustodyMode custody() {
        return custody;
    }

    /** Who may recover it. */
    public Guardianship guardianship() {
        return guardianship;
    }

    /** Consents in force. */
    public Map<ConsentId, Open> open() {
        return open;
    }

    /** Consents that were closed. */
    public Set<ConsentId> closed() {
        return closed;
    }

    /** The recovery that has begun. */
    public Optional<Begun> recovery() {
        return recovery;
    }

    /** By whose rank it is frozen. */
    public Optional<Authority> frozenBy() {
        return frozenBy;
    }

    /** How far its erasure is. */
    public Erasure erasure() {
        return erasure;
    }

    /** Number of recordings. */
    public long sequence() {
        return recordings.size();
    }

    /** Number of changes of authority. */
    public long counter() {
        return authorityChanges.size();
    }

    /** Rank of the subject key. */
    public Authority ownRank() {
        return custody == CustodyMode.SELF ? Authority.SELF : Authority.CUSTODIAN;
    }

    /** The keys of a rank, sorted. */
    public List<PublicKey> ranked(Authority rank) {
        Set<PublicKey> found = new TreeSet<>();
        keys.forEach((key, has) -> {
            if (has == rank) {
                found.add(key);
            }
        });
        return List.copyOf(found);
    }

    void removeRank(Authority rank) {
        keys.values().removeIf(has -> has == rank);
    }

    /** A recovery whose time has come is in effect. */
    void settle(Instant time) {
        if (recovery.isPresent() && !recovery.get().effective().isAfter(time)) {
            Begun begun = recovery.get();
            removeRank(ownRank());
            custody = begun.custody();
            keys.put(begun.newKey(), ownRank());
            recovery = Optional.empty();
        }
    }

    boolean subjectKeySigned(Set<PublicKey> signers) {
        return ranked(ownRank()).stream().anyMatch(signers::contains);
    }

    boolean enoughGuardianKeys(Set<PublicKey> signers) {
        return guardianship.policy() == Guardianship.Policy.KEYS
                && ranked(Authority.GUARDIAN).stream().filter(signers::contains).count() >= guardianship.threshold();
    }

    /** The highest rank among the signers; guardians count for recording only together. */
    Optional<Authority> highest(Set<PublicKey> signers, boolean recording) {
        Optional<Authority> best = Optional.empty();
        for (Authority rank : Authority.values()) {
            boolean signed = (recording && rank == Authority.GUARDIAN)
                    ? enoughGuardianKeys(signers)
                    : ranked(rank).stream().anyMatch(signers::contains);
            if (signed) {
                best = Optional.of(rank);
            }
        }
        return best;
    }
}
