package org.assent.site.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the own node's light client what one member's site gives: CometBFT's JSON-RPC on a loopback port on one side, pinned
 * TLS on the other. Three methods, by height; the light client checks all of what comes.
 */
final class LightProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LightProxy.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("commit", "validators", "consensus_params");
    private static final int MOST_BYTES = 64 << 10;
    private static final int INTERNAL_ERROR = -32_603;

    private final MemberSite member;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private LightProxy(MemberSite member, HttpServer server) {
        this.member = member;
        this.server = server;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
    }

    /**
     * Listens on loopback.
     *
     * @param port at which it listened before, which a ledger in a process of its own still asks; 0, or taken by now: another
     */
    static LightProxy start(MemberSite member, int port) throws IOException {
        LightProxy proxy = new LightProxy(member, listen(port));
        proxy.server.start();
        return proxy;
    }

    private static HttpServer listen(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            JsonNode request = body.length > MOST_BYTES ? JSON.createObjectNode() : JSON.readTree(body);
            byte[] answer = JSON.writeValueAsBytes(answer(request));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode answer(JsonNode request) throws InterruptedException {
        ObjectNode response = JSON.createObjectNode();
        response.put("jsonrpc", "2.0");
        response.set("id", request.path("id"));
        String method = request.path("method").asText();
        long height = request.path("params").path("height").asLong();
        long page = request.path("params").path("page").asLong(1);
        try {
            if (!METHODS.contains(method)) {
                throw new IOException("there is no method " + method + " here");
            }
            String query = "?page=" + Math.max(1, page) + (height > 0 ? "&height=" + height : "");
            response.set("result", member.light(method, query));
        } catch (MemberSite.NoSuchHeight e) {
            error(response, whyNot(height));
        } catch (IOException e) {
            LOG.debug("{} gives no {} of height {}", member.name(), method, height, e);
            error(response, String.valueOf(e.getMessage()));
        }
        return response;
    }

    /** In the words by which CometBFT's light client tells the two apart (light/provider/http). */
    private String whyNot(long height) throws InterruptedException {
        try {
            long newest = member.height();
            return height > newest
                    ? "height " + height + " must be less than or equal to the current blockchain height " + newest
                    : "height " + height + " is not available";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void error(ObjectNode response, String data) {
        response.putObject("error")
                .put("code", INTERNAL_ERROR)
                .put("message", "Internal error")
                .put("data", data);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
