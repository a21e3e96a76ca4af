package org.assent.ledger.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;

/**
 * A subject's leaf together with the entries that its root commits to: what rules and decisions read.
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
        SubjectLeaf leaf = new SubjectLeaf(
                source, List.of(firstKey), 0, 0, custody, false, 0, OpenConsents.root(List.of()), DailyCount.NONE);
        return new Subject(leaf, List.of());
    }

    /** The same subject with a Consent recorded: other consents, the next sequence, one more on the day. */
    public Subject recorded(List<OpenConsent> newConsents, Instant blockTime) {
        return with(leaf.sequence() + 1, newConsents, leaf.recorded().oneMoreAt(blockTime));
    }

    /** The same subject with a consent closed; its counters stay. */
    public Subject closed(List<OpenConsent> newConsents) {
        return with(leaf.sequence(), newConsents, leaf.recorded());
    }

    private Subject with(long sequence, List<OpenConsent> newConsents, DailyCount recorded) {
        SubjectLeaf changed = new SubjectLeaf(
                leaf.source(),
                leaf.keys(),
                sequence,
                leaf.authorityCounter(),
                leaf.custody(),
                leaf.frozen(),
                newConsents.size(),
                OpenConsents.root(newConsents),
                recorded);
        return new Subject(changed, newConsents);
    }

    /** The open consent of that id, if it is open. */
    public Optional<OpenConsent> consent(ConsentId consent) {
        return consents.stream()
                .filter(entry -> entry.consent().equals(consent))
                .findFirst();
    }
}
