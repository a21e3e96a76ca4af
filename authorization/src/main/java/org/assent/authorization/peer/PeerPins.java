package org.assent.authorization.peer;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.stream.LedgerView;

/**
 * TLS keys of organizations as the ledger has them: SHA-256 of the SubjectPublicKeyInfo. Names, issuers and dates in
 * certificates count for nothing. Thread-safe.
 */
public final class PeerPins {

    private final LedgerView ledger;

    /** Over the committed state. */
    public PeerPins(LedgerView ledger) {
        this.ledger = ledger;
    }

    /** The pin of a certificate's key. */
    public static Bytes32 of(X509Certificate certificate) {
        return Hash.sha256(certificate.getPublicKey().getEncoded());
    }

    /** The one registered, not suspended organization that the key belongs to; empty if there is none, or more than one. */
    public Optional<OrganizationId> organizationOf(X509Certificate certificate) {
        return ledger.findByTlsPin(of(certificate))
                .map(OrganizationLeaf::profile)
                .map(OrganizationProfile::organization);
    }

    /** Whether the key belongs to exactly this organization, which is registered and not suspended. */
    public boolean belongs(X509Certificate certificate, OrganizationId organization) {
        return ledger.organization(organization)
                .filter(leaf -> !leaf.suspended())
                .map(leaf -> leaf.profile().tlsPins().contains(of(certificate)))
                .orElse(false);
    }
}
