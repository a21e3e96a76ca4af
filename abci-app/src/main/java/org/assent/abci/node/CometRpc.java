package org.assent.abci.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.tree.StateProof;

/**
 * The node's JSON-RPC on loopback (CometBFT v0.40, rpc/openapi): submitting, and what a proof needs. Thread-safe.
 *
 * <p>{@code broadcast_tx_commit} is not here on purpose: it holds a subscription for each caller.
 */
public final class CometRpc implements AutoCloseable {

    private static final String LEAF = "/leaf";
    private static final long NEWEST = 0;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int VALIDATORS_PER_PAGE = 100;

    private final URI address;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public CometRpc(int port) {
        this.address = URI.create("http://127.0.0.1:" + port + "/");
    }

    /**
     * What CheckTx answered.
     *
     * @param code 0: it is in the mempool
     * @param codespace which numbers these are ({@code CheckTxAnswer})
     */
    public record Broadcast(int code, String codespace, String log) {}

    /**
     * How far the node is.
     *
     * @param height newest block, 0 before the first
     * @param time of that block
     * @param catchingUp whether it still fetches old blocks
     * @param earliestHeight oldest block that it has
     */
    public record Status(long height, Instant time, boolean catchingUp, String nodeId, long earliestHeight) {}

    /** Submits a transaction and waits for CheckTx. */
    public Broadcast broadcastTxSync(byte[] transaction) throws RpcException, InterruptedException {
        ObjectNode parameters = JSON.createObjectNode();
        parameters.put("tx", Base64.getEncoder().encodeToString(transaction));
        JsonNode result = call("broadcast_tx_sync", parameters);
        return new Broadcast(
                result.path("code").asInt(),
                result.path("codespace").asText(),
                result.path("log").asText());
    }

    /** How far the node is. */
    public Status status() throws RpcException, InterruptedException {
        JsonNode result = call("status", JSON.createObjectNode());
        JsonNode sync = result.path("sync_info");
        return new Status(
                sync.path("latest_block_height").asLong(),
                Instant.parse(sync.path("latest_block_time").asText()),
                sync.path("catching_up").asBoolean(),
                result.path("node_info").path("id").asText(),
                sync.path("earliest_block_height").asLong());
    }

    /** The root of the application's committed state, base64: equal as long as no transaction changed anything. */
    public String appHash() throws RpcException, InterruptedException {
        return call("abci_info", JSON.createObjectNode())
                .path("response")
                .path("last_block_app_hash")
                .asText();
    }

    /** Number of other nodes that it is connected with. */
    public int peers() throws RpcException, InterruptedException {
        return netInfo().path("n_peers").asInt();
    }

    /** Which other nodes it is connected with, as the node gives it: {@code peers}, each with {@code node_info}. */
    public JsonNode netInfo() throws RpcException, InterruptedException {
        return call("net_info", JSON.createObjectNode());
    }

    /** Ids of the nodes that it is connected with. */
    public Set<String> peerIds() throws RpcException, InterruptedException {
        Set<String> ids = new HashSet<>();
        for (JsonNode peer : netInfo().path("peers")) {
            ids.add(peer.path("node_info").path("id").asText());
        }
        return ids;
    }

    /** Header and commit of a height, as the node gives them: {@code signed_header} and {@code canonical}. */
    public JsonNode commit(long height) throws RpcException, InterruptedException {
        return call("commit", atHeight(height));
    }

    /** The header of a height, as the node gives it. */
    public JsonNode header(long height) throws RpcException, InterruptedException {
        return call("header", atHeight(height)).path("header");
    }

    /** The transactions of a block, as they were handed over, in their order. */
    public List<byte[]> transactions(long height) throws RpcException, InterruptedException {
        List<byte[]> transactions = new ArrayList<>();
        call("block", atHeight(height))
                .path("block")
                .path("data")
                .path("txs")
                .forEach(transaction -> transactions.add(Base64.getDecoder().decode(transaction.asText())));
        return transactions;
    }

    /** One page of at most 100 validators of a height, from page 1; {@code total} says how many there are in all. */
    public JsonNode validators(long height, int page) throws RpcException, InterruptedException {
        ObjectNode parameters = atHeight(height);
        parameters.put("page", Integer.toString(page));
        parameters.put("per_page", Integer.toString(VALIDATORS_PER_PAGE));
        return call("validators", parameters);
    }

    /** The consensus parameters of a height, as the node gives them. */
    public JsonNode consensusParams(long height) throws RpcException, InterruptedException {
        return call("consensus_params", atHeight(height));
    }

    /** A leaf of the newest committed state: its canonical bytes; empty if there is none. */
    public Optional<Bytes> leaf(LeafKey key) throws RpcException, InterruptedException {
        Queried queried = query(LEAF, key.toByteArray(), NEWEST, false);
        if (queried.code() != 0) {
            throw new RpcException.NoAnswer("the application answered with code " + queried.code());
        }
        return queried.value();
    }

    /**
     * Dials these nodes if they are not connected, again and again. What was told before is replaced, so these are all nodes of
     * others; a restart of the node forgets it.
     *
     * @param peers {@code nodeid@host:port} each, at least one
     */
    public void dialPeers(List<String> peers) throws RpcException, InterruptedException {
        ObjectNode parameters = JSON.createObjectNode();
        peers.forEach(parameters.putArray("peers")::add);
        // Not unconditional: v0.40 keeps those in a map that it writes without a lock, and reads for each inbound
        // connection.
        parameters.put("persistent", true).put("unconditional", false).put("private", false);
        call("dial_peers", parameters);
    }

    /**
     * A leaf of the application's state with its path, at the newest height whose app hash is in a header.
     *
     * @param height whose state holds it; its app hash stands in the header of the next
     * @param value canonical bytes of the leaf
     * @param path from the app hash to it
     */
    public record ProvenLeaf(long height, Bytes value, StateProof path) {}

    /** A leaf with its path; empty if there is none, or no height can be proven yet. */
    public Optional<ProvenLeaf> provenLeaf(LeafKey key) throws RpcException, InterruptedException {
        Queried queried = query(LEAF, key.toByteArray(), NEWEST, true);
        if (queried.code() != 0 || queried.value().isEmpty() || queried.proof().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProvenLeaf(
                    queried.height(),
                    queried.value().get(),
                    StateProof.decode(queried.proof().get())));
        } catch (MalformedBytes e) {
            throw new RpcException.NoAnswer("the node's answer to abci_query is no path", e);
        }
    }

    /** Up to 20 headers of a range, as the node gives them, in {@code block_metas}, the newest first. */
    public JsonNode headers(long first, long last) throws RpcException, InterruptedException {
        return call(
                "blockchain",
                JSON.createObjectNode().put("minHeight", Long.toString(first)).put("maxHeight", Long.toString(last)));
    }

    /**
     * What the application's state holds at a height.
     *
     * @param code 0, or why there is no answer
     * @param height which one it was
     * @param value empty if there is no such leaf
     * @param proof of the value or of its absence; empty if none was asked for
     */
    public record Queried(int code, long height, Optional<Bytes> value, Optional<Bytes> proof) {}

    /** Asks the application ({@code abci_query}); paths and codes are the application's; height 0 is the newest. */
    public Queried query(String path, byte[] data, long height, boolean prove)
            throws RpcException, InterruptedException {
        ObjectNode parameters = atHeight(height);
        parameters.put("path", path).put("data", HexFormat.of().formatHex(data)).put("prove", prove);
        JsonNode response = call("abci_query", parameters).path("response");
        JsonNode proofs = response.has("proofOps") ? response.path("proofOps") : response.path("proof_ops");
        return new Queried(
                response.path("code").asInt(),
                response.path("height").asLong(),
                base64(response.path("value")),
                base64(proofs.path("ops").path(0).path("data")));
    }

    private static Optional<Bytes> base64(JsonNode text) {
        return text.asText().isEmpty() || text.isNull()
                ? Optional.empty()
                : Optional.of(Bytes.of(Base64.getDecoder().decode(text.asText())));
    }

    private static ObjectNode atHeight(long height) {
        return JSON.createObjectNode().put("height", Long.toString(height));
    }

    private JsonNode call(String method, ObjectNode parameters) throws RpcException, InterruptedException {
        ObjectNode request = JSON.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", 1).put("method", method);
        request.set("params", parameters);
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(ANSWER)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return result(method, JSON.readTree(response.body()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new RpcException.Unreachable(e);
        } catch (JsonProcessingException e) {
            throw new RpcException.NoAnswer("the node's answer to " + method + " is no JSON", e);
        } catch (RpcException e) {
            throw e;
        } catch (IOException e) {
            throw new RpcException.NoAnswer("no answer to " + method + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode result(String method, JsonNode response) throws RpcException {
        JsonNode error = response.path("error");
        if (error.isObject()) {
            throw new RpcException.Refused(
                    error.path("code").asInt(),
                    error.path("message").asText(),
                    error.path("data").asText());
        }
        if (!response.path("result").isObject()) {
            throw new RpcException.NoAnswer("the node's answer to " + method + " has no result");
        }
        return response.path("result");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
