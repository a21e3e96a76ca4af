package org.assent.custody.share;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.jdbi.v3.core.Jdbi;

/** What other organizations may hold of this site's studies: in the database, and all of it in memory. Thread-safe. */
final class OfferedShares {

    private final Jdbi jdbi;
    private final Set<OfferedShare> all = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<SubjectId, Set<OfferedShare>> bySubject = new ConcurrentHashMap<>();

    /** Reads what the database knows. */
    OfferedShares(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.withHandle(handle -> handle.createQuery("select recipient, subject, consent, resource_id, study_uid"
                                + " from custody.offered_shares")
                        .map((row, context) -> new OfferedShare(
                                OrganizationId.fromHex(row.getString("recipient")),
                                SubjectId.fromHex(row.getString("subject")),
                                ConsentId.fromHex(row.getString("consent")),
                                row.getString("resource_id"),
                                row.getString("study_uid")))
                        .list())
                .forEach(this::remember);
    }

    /** Notes a share; durable when it returns. */
    synchronized void add(OfferedShare share) {
        if (all.contains(share)) {
            return;
        }
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into custody.offered_shares (recipient, subject, consent, resource_id,"
                                + " study_uid) values (:recipient, :subject, :consent, :resource, :uid)")
                .bind("recipient", share.recipient().toHex())
                .bind("subject", share.subject().toHex())
                .bind("consent", share.consent().toHex())
                .bind("resource", share.consentResourceId())
                .bind("uid", share.studyInstanceUid())
                .execute());
        remember(share);
    }

    /** Takes it off. */
    synchronized void remove(OfferedShare share) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from custody.offered_shares where recipient = :recipient"
                        + " and consent = :consent and study_uid = :uid")
                .bind("recipient", share.recipient().toHex())
                .bind("consent", share.consent().toHex())
                .bind("uid", share.studyInstanceUid())
                .execute());
        all.remove(share);
        bySubject.computeIfPresent(share.subject(), (subject, shares) -> {
            shares.remove(share);
            return shares.isEmpty() ? null : shares;
        });
    }

    boolean contains(OfferedShare share) {
        return all.contains(share);
    }

    /** All of a subject's. */
    Set<OfferedShare> of(SubjectId subject) {
        return Set.copyOf(bySubject.getOrDefault(subject, Set.of()));
    }

    /** What a recipient may hold under a consent. */
    Set<OfferedShare> of(String consentResourceId, OrganizationId recipient) {
        return all.stream()
                .filter(share -> share.recipient().equals(recipient)
                        && share.consentResourceId().equals(consentResourceId))
                .collect(Collectors.toUnmodifiableSet());
    }

    Set<SubjectId> subjects() {
        return Set.copyOf(bySubject.keySet());
    }

    private void remember(OfferedShare share) {
        all.add(share);
        bySubject.compute(share.subject(), (subject, shares) -> {
            Set<OfferedShare> more = shares == null ? ConcurrentHashMap.newKeySet() : shares;
            more.add(share);
            return more;
        });
    }
}
