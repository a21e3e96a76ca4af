package org.assent.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The loader: transactions of one size, made beforehand, to one node's RPC by {@code broadcast_tx_async}, {@value #BATCH} small ones
 * in a request, over {@value #CONNECTIONS} connections. What is under way and not yet in a block is bounded, so that the mempool has
 * room for all. The same for us and for the peer.
 */
final class Load {

    private static final int BATCH = 10;
    private static final int CONNECTIONS = 4;

    /** Bytes under way at most; half of the mempool, and a transaction counts as {@value #LEAST} at least, for its number is bounded too. */
    private static final int UNDER_WAY = 4 << 20;

    private static final int LEAST = 1_100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI rpc;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Load(int rpcPort) {
        this.rpc = URI.create("http://127.0.0.1:" + rpcPort + "/");
    }

    /**
     * Sends all and waits until all are in blocks.
     *
     * @return transactions a second, by the times of the blocks, the first tenth of the transactions left out
     */
    double committedPerSecond(List<byte[]> transactions) throws IOException, InterruptedException, ExecutionException {
        int cost = Math.max(LEAST, transactions.getFirst().length);
        int inRequest = Math.max(1, Math.min(BATCH, UNDER_WAY / CONNECTIONS / cost / 2));
        Semaphore room = new Semaphore(UNDER_WAY);
        long before = height();
        try (ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS)) {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                sending.add(senders.submit(() -> {
                    for (int from = next.getAndAdd(inRequest);
                            from < transactions.size();
                            from = next.getAndAdd(inRequest)) {
                        List<byte[]> batch =
                                transactions.subList(from, Math.min(from + inRequest, transactions.size()));
                        if (!room.tryAcquire(batch.size() * cost, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                            throw new IllegalStateException("no block takes what was sent");
                        }
                        send(batch);
                    }
                    return null;
                }));
            }
            double rate = rate(before, transactions.size(), cost, room);
            for (Future<?> one : sending) {
                one.get();
            }
            return rate;
        }
    }

    private void send(List<byte[]> batch) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < batch.size(); i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"jsonrpc\":\"2.0\",\"id\":")
                    .append(i)
                    .append(",\"method\":\"broadcast_tx_async\",\"params\":{\"tx\":\"")
                    .append(Base64.getEncoder().encodeToString(batch.get(i)))
                    .append("\"}}");
        }
        String answer = post(body.append(']').toString());
        if (answer.contains("\"error\"")) {
            throw new IllegalStateException("the node refused: " + answer);
        }
    }

    private double rate(long before, int count, int cost, Semaphore room) throws IOException, InterruptedException {
        int seen = 0;
        long height = before;
        Instant began = Instant.EPOCH;
        int warm = 0;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (height >= height()) {
                Thread.sleep(5);
                continue;
            }
            height++;
            JsonNode block = get("blockchain?minHeight=" + height + "&maxHeight=" + height)
                    .path("result")
                    .path("block_metas")
                    .path(0);
            int here = block.path("num_txs").asInt();
            Instant time = Instant.parse(block.path("header").path("time").asText());
            seen += here;
            room.release(here * cost);
            if (seen >= count / 10 && began.equals(Instant.EPOCH)) {
                began = time;
                warm = seen;
            }
            if (seen >= count) {
                return (seen - warm)
                        * 1e9
                        / Math.max(1, Duration.between(began, time).toNanos());
            }
        }
        throw new IllegalStateException("only " + seen + " of " + count + " came into blocks");
    }

    private long height() throws IOException, InterruptedException {
        return get("status")
                .path("result")
                .path("sync_info")
                .path("latest_block_height")
                .asLong();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(
                http.send(HttpRequest.newBuilder(rpc.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }

    private String post(String body) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(rpc)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
