package org.assent.ledger.commitment;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.bytes.MerkleTree;
import org.assent.ledger.codec.Checks;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The hash over a study's bytes to which its leaf commits, so that a recipient notices a changed frame.
 *
 * <p>RFC 6962 root over the instances sorted by UID. The leaf data of an instance are the 32 bytes {@code H("instance",
 * K, SOPInstanceUID, Transfer Syntax UID, SHA-256 outside Pixel Data, root of the frames' hashes)} with {@code K} =
 * HKDF-SHA-256 (RFC 5869) of the study's salt as key material, no salt of its own, the SOPInstanceUID as info, 32 bytes:
 * opening one instance by its K tells nothing about another. Pure and thread-safe.
 */
public final class Manifest {

    private Manifest() {}

    /**
     * The root over all instances of a study.
     *
     * @param entries in any order, each UID once; may be empty
     * @throws IllegalArgumentException if a UID occurs twice
     */
    public static Bytes32 root(Salt studySalt, Collection<ManifestEntry> entries) {
        return MerkleTree.rootOfHashes(leaves(studySalt, entries));
    }

    /**
     * The leaf data of all instances, sorted by UID, for inclusion paths ({@link MerkleTree#path}).
     *
     * @throws IllegalArgumentException if a UID occurs twice
     */
    public static List<Bytes32> leaves(Salt studySalt, Collection<ManifestEntry> entries) {
        Checks.distinct(
                "SOPInstanceUIDs",
                entries.stream().map(ManifestEntry::sopInstanceUid).toList());
        return Checks.sorted(entries, Comparator.comparing(ManifestEntry::sopInstanceUid)).stream()
                .map(entry -> leaf(instanceSalt(studySalt, entry.sopInstanceUid()), entry))
                .toList();
    }

    /** The leaf data of one instance, for who has its K but not the study's salt. */
    public static Bytes32 leaf(Salt instanceSalt, ManifestEntry entry) {
        return Hash.of(
                Domain.INSTANCE,
                instanceSalt.toByteArray(),
                entry.sopInstanceUid().getBytes(StandardCharsets.US_ASCII),
                entry.transferSyntaxUid().getBytes(StandardCharsets.US_ASCII),
                entry.outsidePixelData().toByteArray(),
                entry.framesRoot().toByteArray());
    }

    /** K: the salt of one instance, derived from the study's. */
    public static Salt instanceSalt(Salt studySalt, String sopInstanceUid) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(
                new HKDFParameters(studySalt.toByteArray(), null, sopInstanceUid.getBytes(StandardCharsets.US_ASCII)));
        byte[] key = new byte[Bytes32.LENGTH];
        hkdf.generateBytes(key, 0, key.length);
        return Salt.of(Bytes32.of(key));
    }
}
