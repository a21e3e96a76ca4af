package org.assent.ledger.commitment;

import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.MerkleTree;
import org.assent.ledger.codec.Checks;

/**
 * One instance of a study as its bytes were hashed at ingest.
 *
 * @param sopInstanceUid as received, 1 to 64 visible ASCII characters
 * @param transferSyntaxUid of the stored bytes
 * @param outsidePixelData SHA-256 of the file's bytes outside the value of Pixel Data
 * @param frames SHA-256 of each frame as stored, in order; empty for an instance without pixels
 */
public record ManifestEntry(
        String sopInstanceUid, String transferSyntaxUid, Bytes32 outsidePixelData, List<Bytes32> frames) {

    public ManifestEntry {
        Checks.visibleAscii("SOPInstanceUID", sopInstanceUid, StudyOpening.MAX_UID);
        Checks.visibleAscii("Transfer Syntax UID", transferSyntaxUid, StudyOpening.MAX_UID);
        frames = List.copyOf(frames);
    }

    /** RFC 6962 root over the frames' hashes; with a path of it, one frame is checkable without the others. */
    public Bytes32 framesRoot() {
        return MerkleTree.rootOfHashes(frames);
    }
}
