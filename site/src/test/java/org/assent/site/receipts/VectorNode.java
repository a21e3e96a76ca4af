package org.assent.site.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.assent.ledger.bytes.Bytes;
import org.assent.receipt.chain.BlockId;
import org.assent.receipt.chain.Commit;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.Validator;
import org.assent.receipt.chain.ValidatorChange;
import org.assent.receipt.chain.ValidatorSet;

/**
 * A node of the chain of docs/vectors, as far as {@link TrustKeeper} asks one, over loopback: its validators change once. Tests let
 * it leave out what it has, or say what is not so.
 */
final class VectorNode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ValidatorSet first;
    private final ValidatorChange change;
    private final HttpServer server;
    private final Set<Long> missing = new HashSet<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private long earliest = 1;
    private Commit commit;
    private ValidatorSet next;

    VectorNode(ValidatorSet first, ValidatorChange change) throws IOException {
        this.first = first;
        this.change = change;
        this.commit = change.commit();
        this.next = change.next();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** It has no header of that height. */
    synchronized void leaveOut(long height) {
        missing.add(height);
    }

    /** It has everything again. */
    synchronized void tellTheTruth() {
        missing.clear();
        commit = change.commit();
        next = change.next();
    }

    /** It has no blocks before that height. */
    synchronized void beginAt(long height) {
        earliest = height;
    }

    /** It says that others made the change final. */
    synchronized void forgeCommit(Commit forged) {
        commit = forged;
    }

    /** It says that others come next. */
    synchronized void forgeNext(ValidatorSet forged) {
        next = forged;
    }

    /** How often a method was called. */
    synchronized int asked(String method) {
        return asked.getOrDefault(method, 0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            String method = request.path("method").asText();
            asked.merge(method, 1, Integer::sum);
            JsonNode parameters = request.path("params");
            ObjectNode response = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
            response.set(
                    "result",
                    switch (method) {
                        case "status" -> status();
                        case "blockchain" ->
                            headers(
                                    parameters.path("minHeight").asLong(),
                                    parameters.path("maxHeight").asLong());
                        case "header" -> JSON.createObjectNode().set("header", header(height(parameters)));
                        case "commit" -> JSON.createObjectNode().set("signed_header", signed());
                        case "validators" -> validators(height(parameters));
                        default -> throw new IOException("nobody asks for " + method);
                    });
            byte[] text = JSON.writeValueAsBytes(response);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private static long height(JsonNode parameters) {
        return parameters.path("height").asLong();
    }

    private ObjectNode status() {
        ObjectNode status = JSON.createObjectNode();
        status.putObject("sync_info")
                .put("latest_block_height", "60")
                .put("latest_block_time", "2026-03-01T12:01:00Z")
                .put("earliest_block_height", Long.toString(earliest));
        return status;
    }

    private ObjectNode headers(long low, long high) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode metas = answer.putArray("block_metas");
        for (long height = high; height >= Math.max(low, earliest); height--) {
            if (!missing.contains(height)) {
                metas.addObject().set("header", header(height));
            }
        }
        return answer;
    }

    /** That of the change is the true one; of the others only who decides matters. */
    private ObjectNode header(long height) {
        Header header = change.header();
        Bytes before = header.validatorsHash();
        Bytes after = header.nextValidatorsHash();
        ObjectNode json = JSON.createObjectNode();
        json.putObject("version")
                .put("block", Long.toString(header.version().block()))
                .put("app", Long.toString(header.version().app()));
        json.put("chain_id", header.chainId())
                .put("height", Long.toString(height))
                .put("time", header.time().toString());
        json.putObject("last_block_id")
                .put("hash", hex(header.lastBlockId().hash()))
                .set("parts", parts(header.lastBlockId().parts()));
        return json.put("last_commit_hash", hex(header.lastCommitHash()))
                .put("data_hash", hex(header.dataHash()))
                .put("validators_hash", hex(height <= header.height() ? before : after))
                .put("next_validators_hash", hex(height < header.height() ? before : after))
                .put("consensus_hash", hex(header.consensusHash()))
                .put("app_hash", hex(header.appHash()))
                .put("last_results_hash", hex(header.lastResultsHash()))
                .put("evidence_hash", hex(header.evidenceHash()))
                .put("proposer_address", hex(header.proposerAddress()));
    }

    /** Of the change: nobody asks for another. */
    private ObjectNode signed() {
        ObjectNode json = JSON.createObjectNode();
        json.set("header", header(change.header().height()));
        ObjectNode votes = json.putObject("commit").put("round", commit.round());
        votes.putObject("block_id").set("parts", parts(commit.parts()));
        ArrayNode signatures = votes.putArray("signatures");
        for (Commit.Vote vote : commit.votes()) {
            while (signatures.size() < vote.validator()) {
                signatures.addObject().put("block_id_flag", 1);
            }
            signatures
                    .addObject()
                    .put("block_id_flag", 2)
                    .put("timestamp", vote.time().toString())
                    .put("signature", base64(vote.signature()));
        }
        return json;
    }

    private ObjectNode validators(long height) {
        ValidatorSet set = height <= change.header().height() ? first : next;
        ObjectNode json = JSON.createObjectNode()
                .put("total", Integer.toString(set.validators().size()));
        ArrayNode list = json.putArray("validators");
        for (Validator validator : set.validators()) {
            ObjectNode one = list.addObject().put("voting_power", Long.toString(validator.power()));
            one.putObject("pub_key")
                    .put("value", base64(Bytes.of(validator.key().toByteArray())));
        }
        return json;
    }

    private static ObjectNode parts(BlockId.Parts parts) {
        return JSON.createObjectNode().put("total", parts.total()).put("hash", hex(parts.hash()));
    }

    private static String hex(Bytes bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes.toByteArray());
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
