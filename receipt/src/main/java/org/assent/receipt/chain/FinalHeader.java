package org.assent.receipt.chain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.json.CanonicalJson;
import org.assent.receipt.json.Members;
import org.assent.receipt.json.Text;

/**
 * A header and the votes that made it final, as a document of its own. That it is of a chain and final is for
 * {@link TrustedChain#check} to say.
 *
 * @param header its app hash is that of the state after the height before
 * @param commit votes for it
 */
public record FinalHeader(Header header, Commit commit) {

    /** The most bytes that the document may have. */
    public static final int MAX_LENGTH = 128 * 1024;

    /** The canonical text. */
    public Bytes encode() {
        ObjectNode json = Text.object().put("chain", header.chainId()).put("version", 1);
        json.set("commit", ChainJson.write(commit));
        json.set("header", ChainJson.write(header));
        return CanonicalJson.write(json);
    }

    /** Reads the canonical text back. */
    public static FinalHeader decode(byte[] text) throws MalformedBytes {
        Members json = CanonicalJson.read(text, MAX_LENGTH);
        json.version();
        FinalHeader read = new FinalHeader(
                ChainJson.header(json.text("chain"), json.object("header")), ChainJson.commit(json.object("commit")));
        json.end();
        return read;
    }
}
