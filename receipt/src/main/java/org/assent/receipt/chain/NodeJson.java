package org.assent.receipt.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;

/**
 * Headers, commits and validators as a CometBFT node's RPC gives them: upper-case hexadecimal, base64, integers as texts. For
 * those who make receipts; whoever verifies them asks no node.
 */
public final class NodeJson {

    private static final int FOR_THE_BLOCK = 2; // BlockIDFlagCommit

    private NodeJson() {}

    /** The {@code header} of {@code /header} or {@code /commit}. */
    public static Header header(JsonNode json) throws MalformedBytes {
        return read(
                "header",
                () -> new Header(
                        new Header.Version(
                                integer(json.path("version").path("block")),
                                integer(json.path("version").path("app"))),
                        json.path("chain_id").asText(),
                        integer(json.path("height")),
                        time(json.path("time")),
                        new BlockId(
                                hex(json.path("last_block_id").path("hash")),
                                parts(json.path("last_block_id").path("parts"))),
                        hex(json.path("last_commit_hash")),
                        hex(json.path("data_hash")),
                        hex(json.path("validators_hash")),
                        hex(json.path("next_validators_hash")),
                        hex(json.path("consensus_hash")),
                        hex(json.path("app_hash")),
                        hex(json.path("last_results_hash")),
                        hex(json.path("evidence_hash")),
                        hex(json.path("proposer_address"))));
    }

    /** The {@code commit} of {@code /commit}: the votes for the block, which stand in the validators' order. */
    public static Commit commit(JsonNode json) throws MalformedBytes {
        return read("commit", () -> {
            List<Commit.Vote> votes = new ArrayList<>();
            int validator = 0;
            for (JsonNode vote : json.path("signatures")) {
                if (vote.path("block_id_flag").asInt() == FOR_THE_BLOCK) {
                    votes.add(new Commit.Vote(validator, time(vote.path("timestamp")), base64(vote.path("signature"))));
                }
                validator++;
            }
            return new Commit(
                    json.path("round").asInt(), parts(json.path("block_id").path("parts")), votes);
        });
    }

    /** The {@code signed_header} of {@code /commit}. */
    public static FinalHeader finalHeader(JsonNode json) throws MalformedBytes {
        return new FinalHeader(header(json.path("header")), commit(json.path("commit")));
    }

    /** The {@code validators} of all pages of {@code /validators}. */
    public static ValidatorSet validators(Iterable<JsonNode> json) throws MalformedBytes {
        return read("validators", () -> {
            List<Validator> validators = new ArrayList<>();
            for (JsonNode validator : json) {
                validators.add(new Validator(
                        Bytes32.of(
                                base64(validator.path("pub_key").path("value")).toByteArray()),
                        integer(validator.path("voting_power"))));
            }
            return new ValidatorSet(validators);
        });
    }

    private interface Reading<T> {
        T get();
    }

    private static <T> T read(String what, Reading<T> reading) throws MalformedBytes {
        try {
            return reading.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedBytes("the node's " + what + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static BlockId.Parts parts(JsonNode json) {
        return new BlockId.Parts(json.path("total").asInt(), hex(json.path("hash")));
    }

    private static long integer(JsonNode json) {
        return Long.parseLong(json.asText("0"));
    }

    private static Instant time(JsonNode json) {
        return Instant.parse(json.asText());
    }

    private static Bytes hex(JsonNode json) {
        return Bytes.of(HexFormat.of().parseHex(json.asText()));
    }

    private static Bytes base64(JsonNode json) {
        return Bytes.of(Base64.getDecoder().decode(json.asText()));
    }
}
