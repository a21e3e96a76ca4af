package org.assent.abci.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.assent.abci.testing.Hospital;
import org.assent.abci.wire.chain.CanonicalBlockId;
import org.assent.abci.wire.chain.CanonicalPartSetHeader;
import org.assent.abci.wire.chain.CanonicalVote;
import org.assent.abci.wire.chain.SignedMsgType;

/**
 * Two precommits of one validator for two blocks of one height, signed with its key: what it would have sent if it had equivocated
 * (CometBFT, DuplicateVoteEvidence).
 *
 * @param validator its home folder, from which its key is taken
 * @param height of both votes
 */
record DoubleVote(Path validator, long height) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Hands the evidence to a node as whoever saw both votes would; gives the node's answer. */
    JsonNode denounce(LocalLedger ledger, int rpcPort) throws Exception {
        JsonNode validators = ledger.rpc().validators(height, 1).path("validators");
        JsonNode key = JSON.readTree(Files.readAllBytes(validator.resolve("config/priv_validator_key.json")));
        String address = key.path("address").asText();
        long total = 0;
        long power = 0;
        int index = 0;
        for (int i = 0; i < validators.size(); i++) {
            long votes = validators.get(i).path("voting_power").asLong();
            total += votes;
            if (validators.get(i).path("address").asText().equals(address)) {
                power = votes;
                index = i;
            }
        }
        ObjectNode value = JSON.createObjectNode();
        value.set("vote_a", vote(key, index, (byte) 0x11));
        value.set("vote_b", vote(key, index, (byte) 0x22));
        value.put("TotalVotingPower", Long.toString(total));
        value.put("ValidatorPower", Long.toString(power));
        value.put("Timestamp", ledger.rpc().header(height).path("time").asText());
        ObjectNode request = JSON.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", 1).put("method", "broadcast_evidence");
        request.putObject("params")
                .putObject("evidence")
                .put("type", "tendermint/DuplicateVoteEvidence")
                .set("value", value);
        return send(rpcPort, request);
    }

    private static JsonNode send(int rpcPort, ObjectNode request) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return JSON.readTree(http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rpcPort + "/"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body());
        }
    }

    /** A vote for a block that is all of one byte. */
    private ObjectNode vote(JsonNode key, int index, byte block) throws IOException, GeneralSecurityException {
        byte[] hash = new byte[32];
        Arrays.fill(hash, block);
        Instant time = Instant.ofEpochSecond(1_800_000_000L);
        ObjectNode vote = JSON.createObjectNode();
        vote.put("type", SignedMsgType.SIGNED_MSG_TYPE_PRECOMMIT_VALUE)
                .put("height", Long.toString(height))
                .put("round", 0);
        ObjectNode id = vote.putObject("block_id");
        String hex = HexFormat.of().withUpperCase().formatHex(hash);
        id.put("hash", hex).putObject("parts").put("total", 1).put("hash", hex);
        vote.put("timestamp", time.toString());
        vote.put("validator_address", key.path("address").asText());
        vote.put("validator_index", index);
        vote.put("signature", Base64.getEncoder().encodeToString(sign(key, signBytes(hash, time))));
        return vote;
    }

    private byte[] signBytes(byte[] hash, Instant time) throws IOException {
        CanonicalVote vote = CanonicalVote.newBuilder()
                .setType(SignedMsgType.SIGNED_MSG_TYPE_PRECOMMIT)
                .setHeight(height)
                .setBlockId(CanonicalBlockId.newBuilder()
                        .setHash(ByteString.copyFrom(hash))
                        .setPartSetHeader(
                                CanonicalPartSetHeader.newBuilder().setTotal(1).setHash(ByteString.copyFrom(hash))))
                .setTimestamp(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                .setChainId(Hospital.CHAIN)
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        vote.writeDelimitedTo(bytes);
        return bytes.toByteArray();
    }

    private static byte[] sign(JsonNode key, byte[] message) throws GeneralSecurityException {
        byte[] secret =
                Base64.getDecoder().decode(key.path("priv_key").path("value").asText());
        PrivateKey signing = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(secret, 32)));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(signing);
        signature.update(message);
        return signature.sign();
    }
}
