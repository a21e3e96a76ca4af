package org.assent.ledger.state;

import java.util.Comparator;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.MerkleTree;
import org.assent.ledger.codec.Canonical;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.codec.WireFields;
import org.assent.ledger.wire.WireLeaves;

/**
 * The annex of a subject's leaf: the canonical bytes of all its open consents, and the root that the leaf holds of them
 * (ledger property L6). No bytes stand for no consents. Pure and thread-safe.
 */
public final class OpenConsents {

    /** The most bytes that an annex can have. */
    public static final int MAX_LENGTH = SubjectLeaf.MAX_CONSENTS * 80;

    private OpenConsents() {}

    /** The RFC 6962 root over the canonical entries, sorted by ConsentId; the list may be in any order, or empty. */
    public static Bytes32 root(List<OpenConsent> consents) {
        return MerkleTree.root(entries(consents));
    }

    /** The canonical bytes of each entry, sorted by ConsentId: the leaf data of the Merkle tree. */
    public static List<byte[]> entries(List<OpenConsent> consents) {
        return Checks.sorted(consents, Comparator.naturalOrder()).stream()
                .map(entry -> write(entry).toByteArray())
                .toList();
    }

    /** The annex; the list may be in any order, or empty. */
    public static Bytes encode(List<OpenConsent> consents) {
        return Bytes.of(
                message(Checks.sorted(consents, Comparator.naturalOrder())).toByteArray());
    }

    /**
     * Reads an annex back.
     *
     * @return sorted by ConsentId, each once, at most {@value SubjectLeaf#MAX_CONSENTS}
     */
    public static List<OpenConsent> decode(Bytes annex) throws MalformedBytes {
        return Canonical.decode(
                annex.toByteArray(),
                MAX_LENGTH,
                WireLeaves.OpenConsents.parser(),
                OpenConsents::read,
                OpenConsents::message);
    }

    private static WireLeaves.OpenConsents message(List<OpenConsent> sorted) {
        return WireLeaves.OpenConsents.newBuilder()
                .addAllConsents(sorted.stream().map(OpenConsents::write).toList())
                .build();
    }

    private static List<OpenConsent> read(WireLeaves.OpenConsents message) {
        List<OpenConsent> consents =
                message.getConsentsList().stream().map(OpenConsents::read).toList();
        Checks.size("open consents", consents, 0, SubjectLeaf.MAX_CONSENTS);
        Checks.distinct(
                "open consents", consents.stream().map(OpenConsent::consent).toList());
        return Checks.sorted(consents, Comparator.naturalOrder());
    }

    private static WireLeaves.OpenConsent write(OpenConsent entry) {
        return WireLeaves.OpenConsent.newBuilder()
                .setVersion(WireFields.VERSION)
                .setConsent(WireFields.write(entry.consent()))
                .setSequence(entry.sequence())
                .setCommitment(WireFields.write(entry.commitment()))
                .setAuthority(WireState.write(entry.authority()))
                .build();
    }

    private static OpenConsent read(WireLeaves.OpenConsent entry) {
        WireFields.version(entry.getVersion());
        return new OpenConsent(
                WireFields.consent(entry.getConsent()),
                entry.getSequence(),
                WireFields.bytes32(entry.getCommitment()),
                WireState.authority(entry.getAuthority()));
    }
}
