package org.assent.receipt.chain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.json.CanonicalJson;
import org.assent.receipt.json.Members;
import org.assent.receipt.json.Text;

/**
 * The network's {@code trust.json}: every change of its validators since genesis, oldest first. It only ever grows, and is the
 * same from every site. That it holds is for {@link TrustedChain} to say.
 *
 * @param chainId which chain
 * @param changes oldest first, 0 to 10,000
 */
public record TrustFile(String chainId, List<ValidatorChange> changes) {

    /** The most bytes that a file may have. */
    public static final int MAX_LENGTH = 64 * 1024 * 1024;

    private static final int MAX_CHANGES = 10_000;

    public TrustFile {
        Checks.visibleAscii("chain id", chainId, 50);
        Checks.size("changes", changes, 0, MAX_CHANGES);
        changes = List.copyOf(changes);
    }

    /** The canonical text. */
    public Bytes encode() {
        ObjectNode json = Text.object().put("chain", chainId).put("version", 1);
        ArrayNode list = json.putArray("changes");
        for (ValidatorChange change : changes) {
            ObjectNode entry = list.addObject();
            entry.set("commit", ChainJson.write(change.commit()));
            entry.set("header", ChainJson.write(change.header()));
            ChainJson.write(change.next(), entry.putArray("validators"));
        }
        return CanonicalJson.write(json);
    }

    /** Reads the canonical text back. */
    public static TrustFile decode(byte[] text) throws MalformedBytes {
        Members json = CanonicalJson.read(text, MAX_LENGTH);
        json.version();
        String chainId = json.text("chain");
        List<ValidatorChange> changes = new ArrayList<>();
        for (Members entry : json.objects("changes", MAX_CHANGES)) {
            changes.add(new ValidatorChange(
                    ChainJson.header(chainId, entry.object("header")),
                    ChainJson.commit(entry.object("commit")),
                    ChainJson.validators(entry, "validators")));
            entry.end();
        }
        json.end();
        return json.limited(() -> new TrustFile(chainId, changes));
    }
}
