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
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.state.LeafKey;

/**
 * The node's JSON-RPC on loopback (CometBFT v0.40, rpc/openapi): submitting, and what a proof needs. Thread-safe.
 *
 * <p>{@code broadcast_tx_commit} is not here on purpose: it holds a subscription for each caller.
 */
public final class CometRpc implements AutoCloseable {

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

    /** Header and commit of a height, as the node gives them: {@code signed_header} and {@code canonical}. */
    public JsonNode commit(long height) throws RpcException, InterruptedException {
        return call("commit", atHeight(height));
    }

    /** The header of a height, as the node gives it. */
    public JsonNode header(long height) throws RpcException, InterruptedException {
        return call("header", atHeight(height)).path("header");
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
        ObjectNode parameters = JSON.createObjectNode();
        parameters.put("path", "/leaf").put("data", HexFormat.of().formatHex(key.toByteArray()));
        JsonNode response = call("abci_query", parameters).path("response");
        if (response.path("code").asInt() != 0) {
            throw new RpcException.NoAnswer(
                    "the application answered: " + response.path("log").asText());
        }
        byte[] value = Base64.getDecoder().decode(response.path("value").asText(""));
        return value.length == 0 ? Optional.empty() : Optional.of(Bytes.of(value));
    }

    /**
     * Lets these nodes in from now on, and dials those that are not connected, again and again. What was told before is
     * replaced, so these are all nodes of others; a restart of the node forgets it.
     *
     * @param peers {@code nodeid@host:port} each, at least one
     */
    public void dialPeers(List<String> peers) throws RpcException, InterruptedException {
        ObjectNode parameters = JSON.createObjectNode();
        peers.forEach(parameters.putArray("peers")::add);
        parameters.put("persistent", true).put("unconditional", true).put("private", false);
        call("dial_peers", parameters);
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
