package org.assent.ledger.state;

import com.google.protobuf.Message;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Canonical;
import org.assent.ledger.codec.MalformedBytes;
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
            case ACCESS_LOG -> accessLog(bytes);
            case PROPOSAL -> proposal(bytes);
        };
    }

    /** Reads the Governance leaf. */
    public static GovernanceLeaf governance(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(),
                MAX_LENGTH,
                WireLeaves.GovernanceLeaf.parser(),
                LeafFields::read,
                LeafFields::write);
    }

    /** Reads an Organization leaf. */
    public static OrganizationLeaf organization(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(),
                MAX_LENGTH,
                WireLeaves.OrganizationLeaf.parser(),
                LeafFields::read,
                LeafFields::write);
    }

    /** Reads a Subject leaf, without its open consents. */
    public static SubjectLeaf subject(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(), MAX_LENGTH, WireLeaves.SubjectLeaf.parser(), LeafFields::read, LeafFields::write);
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
                bytes.toByteArray(), MAX_LENGTH, WireLeaves.StudyLeaf.parser(), LeafFields::read, LeafFields::write);
    }

    /** Reads the mark of a closed consent. */
    public static ClosedConsentLeaf closedConsent(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(),
                MAX_LENGTH,
                WireLeaves.ClosedConsentLeaf.parser(),
                LeafFields::read,
                LeafFields::write);
    }

    /** Reads the leaf of an access log. */
    public static AccessLogLeaf accessLog(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(),
                MAX_LENGTH,
                WireLeaves.AccessLogLeaf.parser(),
                LeafFields::read,
                LeafFields::write);
    }

    /** Reads a proposal. */
    public static ProposalLeaf proposal(Bytes bytes) throws MalformedBytes {
        return Canonical.decode(
                bytes.toByteArray(), MAX_LENGTH, WireLeaves.ProposalLeaf.parser(), LeafFields::read, LeafFields::write);
    }

    private static Message message(Leaf leaf) {
        return switch (leaf) {
            case GovernanceLeaf governance -> LeafFields.write(governance);
            case OrganizationLeaf organization -> LeafFields.write(organization);
            case SubjectLeaf subject -> LeafFields.write(subject);
            case StudyLeaf study -> LeafFields.write(study);
            case AccessLogLeaf log -> LeafFields.write(log);
            case ClosedConsentLeaf closed -> LeafFields.write(closed);
            case ProposalLeaf proposal -> LeafFields.write(proposal);
        };
    }
}
