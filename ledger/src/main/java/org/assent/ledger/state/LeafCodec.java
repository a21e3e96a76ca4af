package org.assent.ledger.state;

import com.google.protobuf.Message;
import java.time.Duration;
import java.time.Instant;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Canonical;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.codec.WireFields;
import org.assent.ledger.wire.WireLeaves;

/**
 * The canonical bytes of leaves, which are what the authenticated map hashes. Each carries its version; the kind stands in
 * the key. {@code decode(encode(leaf))} is the leaf, and no other bytes decode to it. Pure and thread-safe.
 */
public final class LeafCodec {

    /** The most bytes that a leaf can have. */
    public static final int MAX_LENGTH = 16 * 1024;

    private LeafCodec() {}

    /** The bytes of a leaf. */
    public static Bytes encode(Leaf leaf) {
        return Bytes.of(message(leaf).toByteArray());
    }

    /** Reads the leaf that stands under a key of the kind. */
    public static Leaf decode(LeafKey.Kind kind, Bytes bytes) throws MalformedBytes {
        return switch (kind) {
            case GOVERNANCE -> governance(bytes);
            case ORGANIZATION -> organization(bytes);
            case SUBJECT -> subject(bytes);
            case STUDY -> study(bytes);
            case CLOSED_CONSENT -> closedConsent(bytes);
            case ACCESS_LOG -> throw new MalformedBytes("access logs have no leaf in this version");
        };
    }

    /** Reads the Governance leaf. */
    public static GovernanceLeaf governance(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(), MAX_LENGTH, WireLeaves.GovernanceLeaf.parser(), LeafCodec::read, LeafCodec::write);
    }

    /** Reads an Organization leaf. */
    public static OrganizationLeaf organization(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(),
                MAX_LENGTH,
                WireLeaves.OrganizationLeaf.parser(),
                LeafCodec::read,
                LeafCodec::write);
    }

    /** Reads a Subject leaf, without its open consents. */
    public static SubjectLeaf subject(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(), MAX_LENGTH, WireLeaves.SubjectLeaf.parser(), LeafCodec::read, LeafCodec::write);
    }

    /**
     * Reads a Subject leaf together with its annex.
     *
     * @throws MalformedBytes also if the annex is not the one that the leaf commits to
     */
    public static Subject subject(Bytes bytes, Bytes annex) throws MalformedBytes {
        try {
            return new Subject(subject(bytes), OpenConsents.decode(annex));
        } catch (IllegalArgumentException e) {
            throw new MalformedBytes("does not fit its annex: " + e.getMessage(), e);
        }
    }

    /** Reads a Study leaf. */
    public static StudyLeaf study(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(), MAX_LENGTH, WireLeaves.StudyLeaf.parser(), LeafCodec::read, LeafCodec::write);
    }

    /** Reads the mark of a closed consent. */
    public static ClosedConsentLeaf closedConsent(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(),
                MAX_LENGTH,
                WireLeaves.ClosedConsentLeaf.parser(),
                LeafCodec::read,
                LeafCodec::write);
    }

    private static Message message(Leaf leaf) {
        return switch (leaf) {
            case GovernanceLeaf governance -> write(governance);
            case OrganizationLeaf organization -> write(organization);
            case SubjectLeaf subject -> write(subject);
            case StudyLeaf study -> write(study);
            case ClosedConsentLeaf closed -> write(closed);
        };
    }

    private static WireLeaves.GovernanceLeaf write(GovernanceLeaf leaf) {
        return WireLeaves.GovernanceLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .addAllAccreditors(
                        leaf.accreditors().stream().map(WireFields::write).toList())
                .setThreshold(leaf.threshold())
                .setStalenessBoundSeconds((int) leaf.stalenessBound().toSeconds())
                .setRulesVersion(leaf.rulesVersion())
                .build();
    }

    private static GovernanceLeaf read(WireLeaves.GovernanceLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new GovernanceLeaf(
                leaf.getAccreditorsList().stream().map(WireFields::key).toList(),
                leaf.getThreshold(),
                Duration.ofSeconds(leaf.getStalenessBoundSeconds()),
                leaf.getRulesVersion());
    }

    private static WireLeaves.OrganizationLeaf write(OrganizationLeaf leaf) {
        return WireLeaves.OrganizationLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .setProfile(WireState.write(leaf.profile()))
                .setRevision(leaf.revision())
                .setSuspended(leaf.suspended())
                .setEmergencies(leaf.emergencies())
                .setQuotaMilliunits(leaf.quotaMilliunits())
                .setQuotaAtMillis(leaf.quotaAt().toEpochMilli())
                .build();
    }

    private static OrganizationLeaf read(WireLeaves.OrganizationLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new OrganizationLeaf(
                WireState.profile(leaf.getProfile()),
                leaf.getRevision(),
                leaf.getSuspended(),
                leaf.getEmergencies(),
                leaf.getQuotaMilliunits(),
                Instant.ofEpochMilli(leaf.getQuotaAtMillis()));
    }

    private static WireLeaves.SubjectLeaf write(SubjectLeaf leaf) {
        return WireLeaves.SubjectLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .setSource(WireFields.write(leaf.source().value()))
                .addAllKeys(leaf.keys().stream().map(LeafCodec::write).toList())
                .setSequence(leaf.sequence())
                .setAuthorityCounter(leaf.authorityCounter())
                .setCustody(WireState.write(leaf.custody()))
                .setFrozen(leaf.frozen())
                .setConsentCount(leaf.consentCount())
                .setConsentsRoot(WireFields.write(leaf.consentsRoot()))
                .setRecordedDay(leaf.recorded().day())
                .setRecordedCount(leaf.recorded().count())
                .build();
    }

    private static SubjectLeaf read(WireLeaves.SubjectLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new SubjectLeaf(
                WireFields.organization(leaf.getSource()),
                leaf.getKeysList().stream().map(LeafCodec::read).toList(),
                leaf.getSequence(),
                leaf.getAuthorityCounter(),
                WireState.custody(leaf.getCustody()),
                leaf.getFrozen(),
                leaf.getConsentCount(),
                WireFields.bytes32(leaf.getConsentsRoot()),
                new DailyCount(leaf.getRecordedDay(), leaf.getRecordedCount()));
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

    private static WireLeaves.StudyLeaf write(StudyLeaf leaf) {
        return WireLeaves.StudyLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .setSource(WireFields.write(leaf.source().value()))
                .setCommitment(WireFields.write(leaf.commitment()))
                .setRevision(leaf.revision())
                .setWithdrawn(leaf.withdrawn())
                .build();
    }

    private static StudyLeaf read(WireLeaves.StudyLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new StudyLeaf(
                WireFields.organization(leaf.getSource()),
                WireFields.bytes32(leaf.getCommitment()),
                leaf.getRevision(),
                leaf.getWithdrawn());
    }

    private static WireLeaves.ClosedConsentLeaf write(ClosedConsentLeaf leaf) {
        return WireLeaves.ClosedConsentLeaf.newBuilder()
                .setVersion(WireFields.VERSION)
                .build();
    }

    private static ClosedConsentLeaf read(WireLeaves.ClosedConsentLeaf leaf) {
        WireFields.version(leaf.getVersion());
        return new ClosedConsentLeaf();
    }
}
