package org.assent.ledger.state;

import java.time.Instant;
import java.util.Optional;
import org.assent.ledger.codec.WireFields;
import org.assent.ledger.governance.GovernanceFields;
import org.assent.ledger.wire.WireLeaves;

/** How each leaf stands in a protobuf message, in both directions. */
final class LeafFields {

    private LeafFields() {}

    static WireLeaves.GovernanceLeaf write(GovernanceLeaf leaf) {
        WireLeaves.GovernanceLeaf.Builder message = WireLeaves.GovernanceLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .addAllAccreditors(
                        leaf.accreditors().stream().map(WireFields::write).toList())
                .setThreshold(leaf.threshold())
                .addAllValidators(
                        leaf.validators().stream().map(GovernanceFields::write).toList())
                .setLimits(GovernanceFields.write(leaf.limits()))
                .setRulesVersion(leaf.rulesVersion())
                .setProposals(leaf.proposals())
                .addAllOpen(leaf.open())
                .addAllOffences(
                        leaf.offences().stream().map(GovernanceFields::write).toList());
        leaf.upgrade().ifPresent(upgrade -> message.setUpgrade(GovernanceFields.write(upgrade)));
        return message.build();
    }

    static GovernanceLeaf read(WireLeaves.GovernanceLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new GovernanceLeaf(
                leaf.getAccreditorsList().stream().map(WireFields::key).toList(),
                leaf.getThreshold(),
                leaf.getValidatorsList().stream().map(GovernanceFields::read).toList(),
                GovernanceFields.read(leaf.getLimits()),
                leaf.getRulesVersion(),
                leaf.hasUpgrade() ? Optional.of(GovernanceFields.read(leaf.getUpgrade())) : Optional.empty(),
                leaf.getProposals(),
                leaf.getOpenList(),
                leaf.getOffencesList().stream().map(GovernanceFields::read).toList());
    }

    static WireLeaves.ProposalLeaf write(ProposalLeaf leaf) {
        return WireLeaves.ProposalLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .setChange(GovernanceFields.write(leaf.change()))
                .addAllApprovals(
                        leaf.approvals().stream().map(WireFields::write).toList())
                .setProposedAtMillis(leaf.proposedAt().toEpochMilli())
                .setMade(leaf.made())
                .build();
    }

    static ProposalLeaf read(WireLeaves.ProposalLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new ProposalLeaf(
                GovernanceFields.read(leaf.getChange()),
                leaf.getApprovalsList().stream().map(WireFields::key).toList(),
                Instant.ofEpochMilli(leaf.getProposedAtMillis()),
                leaf.getMade());
    }

    static WireLeaves.OrganizationLeaf write(OrganizationLeaf leaf) {
        return WireLeaves.OrganizationLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .setProfile(WireState.write(leaf.profile()))
                .setRevision(leaf.revision())
                .setStanding(leaf.standing())
                .setEmergencies(leaf.emergencies().declared())
                .setEmergenciesDay(leaf.emergencies().today().day())
                .setEmergenciesCount(leaf.emergencies().today().count())
                .setEmergenciesHead(WireFields.write(leaf.emergencies().head()))
                .setEmergenciesLast(WireFields.write(leaf.emergencies().last()))
                .setQuotaMilliunits(leaf.quotaMilliunits())
                .setQuotaAtMillis(leaf.quotaAt().toEpochMilli())
                .build();
    }

    static OrganizationLeaf read(WireLeaves.OrganizationLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new OrganizationLeaf(
                WireState.profile(leaf.getProfile()),
                leaf.getRevision(),
                leaf.getStanding(),
                new Emergencies(
                        leaf.getEmergencies(),
                        new DailyCount(leaf.getEmergenciesDay(), leaf.getEmergenciesCount()),
                        WireFields.bytes32(leaf.getEmergenciesHead()),
                        WireFields.bytes32(leaf.getEmergenciesLast())),
                leaf.getQuotaMilliunits(),
                Instant.ofEpochMilli(leaf.getQuotaAtMillis()));
    }

    static WireLeaves.SubjectLeaf write(SubjectLeaf leaf) {
        WireLeaves.SubjectLeaf.Builder message = WireLeaves.SubjectLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .setSource(WireFields.write(leaf.source().value()))
                .addAllKeys(leaf.keys().stream().map(LeafFields::write).toList())
                .setCustody(WireState.write(leaf.custody()))
                .setGuardianship(WireState.write(leaf.guardianship()))
                .setSequence(leaf.sequence())
                .setAuthorityCounter(leaf.authorityCounter())
                .setErasure(
                        switch (leaf.erasure()) {
                            case NONE -> WireLeaves.Erasure.ERASURE_NONE;
                            case REQUESTED -> WireLeaves.Erasure.ERASURE_REQUESTED;
                            case DONE -> WireLeaves.Erasure.ERASURE_DONE;
                        })
                .setConsentCount(leaf.consentCount())
                .setConsentsRoot(WireFields.write(leaf.consentsRoot()))
                .setRecordedDay(leaf.recorded().day())
                .setRecordedCount(leaf.recorded().count());
        leaf.recovery().ifPresent(recovery -> message.setRecovery(write(recovery)));
        leaf.frozenBy().ifPresent(authority -> message.setFrozenBy(WireState.write(authority)));
        return message.build();
    }

    static SubjectLeaf read(WireLeaves.SubjectLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new SubjectLeaf(
                WireFields.organization(leaf.getSource()),
                leaf.getKeysList().stream().map(LeafFields::read).toList(),
                WireState.custody(leaf.getCustody()),
                WireState.read(leaf.getGuardianship()),
                leaf.hasRecovery() ? Optional.of(read(leaf.getRecovery())) : Optional.empty(),
                leaf.getSequence(),
                leaf.getAuthorityCounter(),
                leaf.getFrozenByValue() == 0 ? Optional.empty() : Optional.of(WireState.authority(leaf.getFrozenBy())),
                switch (leaf.getErasure()) {
                    case ERASURE_NONE -> Erasure.NONE;
                    case ERASURE_REQUESTED -> Erasure.REQUESTED;
                    case ERASURE_DONE -> Erasure.DONE;
                    case UNRECOGNIZED -> throw new IllegalArgumentException("no such state of an erasure");
                },
                leaf.getConsentCount(),
                WireFields.bytes32(leaf.getConsentsRoot()),
                new DailyCount(leaf.getRecordedDay(), leaf.getRecordedCount()));
    }

    static WireLeaves.StudyLeaf write(StudyLeaf leaf) {
        return WireLeaves.StudyLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .setSource(WireFields.write(leaf.source().value()))
                .setCommitment(WireFields.write(leaf.commitment()))
                .setRevision(leaf.revision())
                .setWithdrawn(leaf.withdrawn())
                .build();
    }

    static StudyLeaf read(WireLeaves.StudyLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new StudyLeaf(
                WireFields.organization(leaf.getSource()),
                WireFields.bytes32(leaf.getCommitment()),
                leaf.getRevision(),
                leaf.getWithdrawn());
    }

    static WireLeaves.AccessLogLeaf write(AccessLogLeaf leaf) {
        return WireLeaves.AccessLogLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .setSequence(leaf.sequence())
                .setRoot(WireFields.write(leaf.root()))
                .setCount(leaf.count())
                .build();
    }

    static AccessLogLeaf read(WireLeaves.AccessLogLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new AccessLogLeaf(leaf.getSequence(), WireFields.bytes32(leaf.getRoot()), leaf.getCount());
    }

    static WireLeaves.ClosedConsentLeaf write(ClosedConsentLeaf leaf) {
        return WireLeaves.ClosedConsentLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .build();
    }

    static ClosedConsentLeaf read(WireLeaves.ClosedConsentLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new ClosedConsentLeaf();
    }

    private static WireLeaves.SubjectKey write(SubjectKey key) {
        return WireLeaves.SubjectKey.newBuilder()
                .setKey(WireFields.write(key.key()))
                .setAuthority(WireState.write(key.authority()))
                .build();
    }

    private static SubjectKey read(WireLeaves.SubjectKey key) {
        return new SubjectKey(WireFields.key(key.getKey()), WireState.authority(key.getAuthority()));
    }

    private static WireLeaves.Recovery write(Recovery recovery) {
        return WireLeaves.Recovery.newBuilder()
                .setNewKey(WireFields.write(recovery.newKey()))
                .setCustody(WireState.write(recovery.custody()))
                .setCounter(recovery.counter())
                .setEffectiveAtMillis(recovery.effectiveAt().toEpochMilli())
                .build();
    }

    private static Recovery read(WireLeaves.Recovery recovery) {
        return new Recovery(
                WireFields.key(recovery.getNewKey()),
                WireState.custody(recovery.getCustody()),
                recovery.getCounter(),
                Instant.ofEpochMilli(recovery.getEffectiveAtMillis()));
    }
}
