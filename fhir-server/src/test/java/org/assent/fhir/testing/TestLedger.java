package org.assent.fhir.testing;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.LedgerView;

/** A committed state with organizations only. */
public final class TestLedger implements LedgerView {

    private final Map<OrganizationId, OrganizationLeaf> organizations = new ConcurrentHashMap<>();

    /** Registers an organization. */
    public OrganizationId register(String name) {
        PublicKey key = P256Signer.generate(new SecureRandom()).publicKey();
        Bytes32 pin = Hash.sha256(key.toByteArray());
        OrganizationProfile profile = new OrganizationProfile(
                key,
                name,
                List.of(
                        OrganizationKey.always(OrganizationKey.Role.ROOT, key),
                        OrganizationKey.always(OrganizationKey.Role.TRANSACTION, key),
                        OrganizationKey.always(OrganizationKey.Role.SERVICE, key)),
                List.of("https://" + name.toLowerCase(java.util.Locale.ROOT) + ".example"),
                List.of(pin),
                Set.of(),
                "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal",
                "https://profiles.ihe.net/ITI/PCF/Policy-deny",
                List.of());
        organizations.put(profile.organization(), OrganizationLeaf.registered(profile, 0, Instant.EPOCH));
        return profile.organization();
    }

    @Override
    public long height() {
        return 7;
    }

    @Override
    public Instant blockTime() {
        return Instant.parse("2026-02-01T08:00:00Z");
    }

    @Override
    public Optional<GovernanceLeaf> governance() {
        return Optional.empty();
    }

    @Override
    public Optional<OrganizationLeaf> organization(OrganizationId organization) {
        return Optional.ofNullable(organizations.get(organization));
    }

    @Override
    public Collection<OrganizationLeaf> organizations() {
        return organizations.values();
    }

    @Override
    public Optional<AccessLogLeaf> accessLog(OrganizationId organization) {
        return Optional.empty();
    }

    @Override
    public Optional<Subject> subject(SubjectId subject) {
        return Optional.empty();
    }

    @Override
    public Optional<StudyLeaf> study(StudyRef study) {
        return Optional.empty();
    }
}
