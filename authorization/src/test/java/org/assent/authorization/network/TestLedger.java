package org.assent.authorization.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.LedgerView;

/** A committed state that a test writes: organizations only, at a height that it sets. */
public final class TestLedger implements LedgerView {

    private final Map<OrganizationId, OrganizationLeaf> organizations = new ConcurrentHashMap<>();
    private volatile long height = 100;

    public void register(OrganizationProfile profile) {
        put(OrganizationLeaf.registered(profile, 1_000_000, Instant.EPOCH));
    }

    public void suspend(OrganizationId organization) {
        put(organization(organization).orElseThrow().withStandingChanged());
    }

    private void put(OrganizationLeaf leaf) {
        organizations.put(leaf.profile().organization(), leaf);
    }

    public void atHeight(long newHeight) {
        height = newHeight;
    }

    @Override
    public long height() {
        return height;
    }

    @Override
    public Instant blockTime() {
        return Instant.EPOCH;
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
        return List.copyOf(new ArrayList<>(organizations.values()));
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
