package org.assent.ledger.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;

/**
 * A subject's leaf together with the entries that its root commits to: what rules and decisions read, and the ways in which it
 * can change.
 *
 * @param leaf the authenticated part
 * @param consents all open consents, sorted by ConsentId; their root is the leaf's
 */
public record Subject(SubjectLeaf leaf, List<OpenConsent> consents) {

    public Subject {
        Checks.distinct(
                "open consents", consents.stream().map(OpenConsent::consent).toList());
        consents = Checks.sorted(consents, Comparator.naturalOrder());
        if (leaf.consentCount() != consents.size() || !leaf.consentsRoot().equals(OpenConsents.root(consents))) {
            throw new IllegalArgumentException("the open consents are not those that the subject's leaf commits to");
        }
    }

    /** A subject just enrolled: one key, counters at 0, nothing open. */
    public static Subject enrolled(OrganizationId source, SubjectKey firstKey, CustodyMode custody) {
        return new Subject(SubjectLeaf.enrolled(source, firstKey, custody), List.of());
    }

    /** The subject as it counts at a block time: with a recovery in effect whose time has come. */
    public Subject at(Instant blockTime) {
        return with(leaf.at(blockTime));
    }

    /** With a Consent recorded, which replaces an open one of its id: the next sequence, one more on the day. */
    public Subject recorded(OpenConsent entry, Instant blockTime) {
        List<OpenConsent> now = without(entry.consent());
        now.add(entry);
        return consenting(leaf.sequence() + 1, now, leaf.recorded().oneMoreAt(blockTime));
    }

    /** With a consent closed; the counters stay. */
    public Subject closed(ConsentId consent) {
        return consenting(leaf.sequence(), without(consent), leaf.recorded());
    }

    /** With another subject key; a custodian's key stays when the patient takes over. */
    public Subject rotated(PublicKey newKey, CustodyMode custody) {
        return with(leaf.rotated(newKey, custody));
    }

    /** With other guardians. */
    public Subject guardedBy(List<PublicKey> guardians, Guardianship guardianship) {
        return with(leaf.guardedBy(guardians, guardianship));
    }

    /** With other delegates and other keys of the former custodian. */
    public Subject delegatedTo(List<PublicKey> delegates, List<PublicKey> custodians) {
        return with(leaf.delegatedTo(delegates, custodians));
    }

    /** With a recovery begun. */
    public Subject recovering(Recovery recovery) {
        return with(leaf.recovering(recovery));
    }

    /** With its recovery vetoed. */
    public Subject vetoed() {
        return with(leaf.vetoed());
    }

    /** Frozen by somebody of this rank, or by nobody. */
    public Subject frozen(Optional<Authority> by) {
        return with(leaf.frozen(by));
    }

    /** With its erasure asked for. */
    public Subject toBeErased() {
        return with(leaf.toBeErased());
    }

    /** The tombstone. */
    public Subject erased() {
        return new Subject(leaf.erased(), List.of());
    }

    /** The open consent of that id, if it is open. */
    public Optional<OpenConsent> consent(ConsentId consent) {
        return consents.stream()
                .filter(entry -> entry.consent().equals(consent))
                .findFirst();
    }

    private List<OpenConsent> without(ConsentId consent) {
        List<OpenConsent> others = new ArrayList<>(consents);
        others.removeIf(entry -> entry.consent().equals(consent));
        return others;
    }

    private Subject consenting(long sequence, List<OpenConsent> now, DailyCount recorded) {
        return new Subject(leaf.consenting(sequence, now, recorded), now);
    }

    private Subject with(SubjectLeaf changed) {
        return new Subject(changed, consents);
    }
}
