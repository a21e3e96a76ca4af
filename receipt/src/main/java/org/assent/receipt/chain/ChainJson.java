package org.assent.receipt.chain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.json.Members;
import org.assent.receipt.json.Text;
import org.assent.receipt.json.Times;

/** Headers, commits and validators in our documents, in both directions. Pure. */
public final class ChainJson {

    private ChainJson() {}

    /** A header, without its chain id: that stands once in the document. */
    public static ObjectNode write(Header header) {
        ObjectNode json = Text.object();
        json.put("app_hash", Text.of(header.appHash()));
        json.put("consensus_hash", Text.of(header.consensusHash()));
        json.put("data_hash", Text.of(header.dataHash()));
        json.put("evidence_hash", Text.of(header.evidenceHash()));
        json.put("height", Text.of(header.height()));
        ObjectNode last = json.putObject("last_block_id");
        last.put("hash", Text.of(header.lastBlockId().hash()));
        last.set("parts", write(header.lastBlockId().parts()));
        json.put("last_commit_hash", Text.of(header.lastCommitHash()));
        json.put("last_results_hash", Text.of(header.lastResultsHash()));
        json.put("next_validators_hash", Text.of(header.nextValidatorsHash()));
        json.put("proposer_address", Text.of(header.proposerAddress()));
        json.put("time", Times.text(header.time()));
        json.put("validators_hash", Text.of(header.validatorsHash()));
        json.putObject("version")
                .put("app", Text.of(header.version().app()))
                .put("block", Text.of(header.version().block()));
        return json;
    }

    /** A header of the chain. */
    public static Header header(String chainId, Members json) throws MalformedBytes {
        Members version = json.object("version");
        Members last = json.object("last_block_id");
        Header header = json.limited(() -> new Header(
                new Header.Version(version.integer("block"), version.integer("app")),
                chainId,
                json.integer("height"),
                json.time("time"),
                new BlockId(last.bytes("hash"), parts(last.object("parts"))),
                json.bytes("last_commit_hash"),
                json.bytes("data_hash"),
                json.bytes("validators_hash"),
                json.bytes("next_validators_hash"),
                json.bytes("consensus_hash"),
                json.bytes("app_hash"),
                json.bytes("last_results_hash"),
                json.bytes("evidence_hash"),
                json.bytes("proposer_address")));
        version.end();
        last.end();
        json.end();
        return header;
    }

    /** A commit: three lists of one length, an element for each vote, since a receipt has room for few bytes more. */
    public static ObjectNode write(Commit commit) {
        ObjectNode json = Text.object();
        json.set("parts", write(commit.parts()));
        json.put("round", commit.round());
        ArrayNode signatures = json.putArray("signatures");
        ArrayNode times = json.putArray("times");
        ArrayNode validators = json.putArray("validators");
        for (Commit.Vote vote : commit.votes()) {
            signatures.add(Text.of(vote.signature()));
            times.add(Times.text(vote.time()));
            validators.add(vote.validator());
        }
        return json;
    }

    /** A commit. */
    public static Commit commit(Members json) throws MalformedBytes {
        List<Bytes> signatures = json.allBytes("signatures", ValidatorSet.MAX_VALIDATORS);
        List<Instant> times = json.times("times", ValidatorSet.MAX_VALIDATORS);
        List<Integer> validators = json.numbers("validators", ValidatorSet.MAX_VALIDATORS);
        if (signatures.size() != validators.size() || times.size() != validators.size()) {
            throw new MalformedBytes("has a commit whose lists are not of one length");
        }
        List<Commit.Vote> votes = new ArrayList<>();
        for (int i = 0; i < validators.size(); i++) {
            Integer validator = validators.get(i);
            Instant time = times.get(i);
            Bytes signature = signatures.get(i);
            votes.add(json.limited(() -> new Commit.Vote(validator, time, signature)));
        }
        Commit commit = json.limited(() -> new Commit(json.number("round"), parts(json.object("parts")), votes));
        json.end();
        return commit;
    }

    /** A set, in its order. */
    public static void write(ValidatorSet set, ArrayNode json) {
        set.validators()
                .forEach(validator ->
                        json.addObject().put("key", Text.of(validator.key())).put("power", Text.of(validator.power())));
    }

    /** The set under the name. */
    public static ValidatorSet validators(Members parent, String name) throws MalformedBytes {
        List<Validator> validators = new ArrayList<>();
        for (Members json : parent.objects(name, ValidatorSet.MAX_VALIDATORS)) {
            validators.add(json.limited(() -> new Validator(json.bytes32("key"), json.integer("power"))));
            json.end();
        }
        return parent.limited(() -> new ValidatorSet(validators));
    }

    private static ObjectNode write(BlockId.Parts parts) {
        return Text.object().put("hash", Text.of(parts.hash())).put("total", parts.total());
    }

    private static BlockId.Parts parts(Members json) throws MalformedBytes {
        BlockId.Parts parts = json.limited(() -> new BlockId.Parts(json.number("total"), json.bytes("hash")));
        json.end();
        return parts;
    }
}
