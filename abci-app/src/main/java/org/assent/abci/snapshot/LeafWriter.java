package org.assent.abci.snapshot;

import java.io.DataOutputStream;
import java.io.IOException;
import org.assent.ledger.stream.ChangedLeaf;

/** Leaves as the bytes of a snapshot: key length (1 byte), key, value length (4), value, annex length (4), annex. */
final class LeafWriter {

    private LeafWriter() {}

    static void write(ChangedLeaf leaf, DataOutputStream out) throws IOException {
        byte[] key = leaf.key().toByteArray();
        byte[] value = leaf.value().toByteArray();
        byte[] annex = leaf.annex().toByteArray();
        if (value.length > SnapshotFormat.MAX_VALUE_BYTES || annex.length > SnapshotFormat.MAX_ANNEX_BYTES) {
            throw new IllegalStateException("a leaf of kind " + leaf.key().kind() + " has " + value.length + " + "
                    + annex.length + " bytes: more than a snapshot takes");
        }
        out.writeByte(key.length);
        out.write(key);
        out.writeInt(value.length);
        out.write(value);
        out.writeInt(annex.length);
        out.write(annex);
    }
}
