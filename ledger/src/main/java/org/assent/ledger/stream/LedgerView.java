package org.assent.ledger.stream;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;

/**
 * The committed state as a site last saw it, for decisions and for pins. Thread-safe; each answer is of one height, and
 * reading costs a map look-up.
 */
public interface LedgerView {

    /** Newest height seen, 0 before the first. */
    long height();

    /** Time of that block; {@link Instant#EPOCH} before the first. */
    Instant blockTime();

    /** The members' rules; empty before the first block. */
    Optional<GovernanceLeaf> governance();

    /** An organization; empty if it is not registered. */
    Optional<OrganizationLeaf> organization(OrganizationId organization);

    /** All organizations, in no order. */
    Collection<OrganizationLeaf> organizations();

    /** What an organization's access log said when it was last anchored; empty before the first anchor. */
    Optional<AccessLogLeaf> accessLog(OrganizationId organization);

    /** A subject with its open consents; empty if it is not enrolled. */
    Optional<Subject> subject(SubjectId subject);

    /** A study; empty if it is not registered. */
    Optional<StudyLeaf> study(StudyRef study);

    /**
     * The organization, not suspended, that lists the TLS key pin.
     *
     * @param pin SHA-256 of the SubjectPublicKeyInfo of its TLS key
     * @return empty if none does, or if more than one does: a pin must tell who it is
     */
    default Optional<OrganizationLeaf> findByTlsPin(Bytes32 pin) {
        return onlyOne(organization -> organization.profile().tlsPins().contains(pin));
    }

    /**
     * The organization, not suspended, whose service key this is at the newest height.
     *
     * @return empty if it is nobody's, or more than one organization's
     */
    default Optional<OrganizationLeaf> findByServiceKey(PublicKey key) {
        return onlyOne(organization ->
                organization.keys(OrganizationKey.Role.SERVICE, height()).contains(key));
    }

    /**
     * Answers several questions from one height: while the reading runs no block becomes visible. It must be short, must
     * not wait for a block and must not keep the view.
     */
    default <T> T atOneHeight(Function<LedgerView, T> reading) {
        return reading.apply(this);
    }

    private Optional<OrganizationLeaf> onlyOne(Predicate<OrganizationLeaf> test) {
        List<OrganizationLeaf> found = organizations().stream()
                .filter(organization -> !organization.suspended())
                .filter(test)
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
