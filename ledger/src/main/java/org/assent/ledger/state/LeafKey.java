package org.assent.ledger.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;

/**
 * The key of a leaf of the authenticated map: one byte for the kind, then the 32 bytes of its name (none for
 * Governance).
 */
public final class LeafKey implements Comparable<LeafKey> {

    /** What a leaf is about; the numbers are part of the format. */
    public enum Kind {
        GOVERNANCE(1),
        ORGANIZATION(2),
        SUBJECT(3),
        STUDY(4),
        ACCESS_LOG(5),
        /** A consent that was open once and is closed for good, so that its id can never be opened again. */
        CLOSED_CONSENT(6),
        /** A change that was put to the vote. */
        PROPOSAL(7);

        private final byte tag;

        Kind(int tag) {
            this.tag = (byte) tag;
        }

        /** First byte of the key. */
        public byte tag() {
            return tag;
        }
    }

    private final Kind kind;
    private final byte[] bytes;

    private LeafKey(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /** The single Governance leaf. */
    public static LeafKey governance() {
        return new LeafKey(Kind.GOVERNANCE, new byte[] {Kind.GOVERNANCE.tag()});
    }

    /** The leaf of an organization. */
    public static LeafKey of(OrganizationId organization) {
        return named(Kind.ORGANIZATION, organization.value());
    }

    /** The leaf of a subject. */
    public static LeafKey of(SubjectId subject) {
        return named(Kind.SUBJECT, subject.value());
    }

    /** The leaf of a study. */
    public static LeafKey of(StudyRef study) {
        return named(Kind.STUDY, study.value());
    }

    /** The mark that a consent of a subject was closed: {@code H("closed-consent", SubjectId, ConsentId)}. */
    public static LeafKey closed(SubjectId subject, ConsentId consent) {
        return named(
                Kind.CLOSED_CONSENT,
                Hash.of(Domain.CLOSED_CONSENT, subject.value().toByteArray(), consent.toByteArray()));
    }

    /** What an organization's access log said when it was last anchored. */
    public static LeafKey accessLog(OrganizationId organization) {
        return named(Kind.ACCESS_LOG, organization.value());
    }

    /** A proposal: {@code H("proposal", number)}, the number as 8 bytes big endian. */
    public static LeafKey proposal(long number) {
        return named(
                Kind.PROPOSAL,
                Hash.of(
                        Domain.PROPOSAL,
                        ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
    }

    /**
     * Reads key bytes back.
     *
     * @throws IllegalArgumentException if no kind of leaf has such a key
     */
    public static LeafKey of(byte[] key) {
        for (Kind kind : Kind.values()) {
            int length = kind == Kind.GOVERNANCE ? 1 : 1 + Bytes32.LENGTH;
            if (key.length == length && key[0] == kind.tag()) {
                return new LeafKey(kind, key.clone());
            }
        }
        throw new IllegalArgumentException("no kind of leaf has a key of " + key.length + " bytes like this");
    }

    private static LeafKey named(Kind kind, Bytes32 name) {
        byte[] bytes = new byte[1 + Bytes32.LENGTH];
        bytes[0] = kind.tag();
        System.arraycopy(name.toByteArray(), 0, bytes, 1, Bytes32.LENGTH);
        return new LeafKey(kind, bytes);
    }

    /** What the leaf is about. */
    public Kind kind() {
        return kind;
    }

    /**
     * The 32 bytes of the name.
     *
     * @throws IllegalStateException for Governance, which has none
     */
    public Bytes32 name() {
        if (kind == Kind.GOVERNANCE) {
            throw new IllegalStateException("the Governance leaf has no name");
        }
        return Bytes32.of(Arrays.copyOfRange(bytes, 1, bytes.length));
    }

    /** A copy of the key bytes, 1 or 33. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public int compareTo(LeafKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeafKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
