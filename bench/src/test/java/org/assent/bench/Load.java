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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The loader: transactions made beforehand, to one node's RPC, {@value #BATCH} small ones in a request, over {@value #CONNECTIONS}
 * connections, again and again until the mempool takes them. The same for us and for the peer.
 */
final class Load {

    private static final int BATCH = 10;
    private static final int CONNECTIONS = 4;
    private static final int LARGE = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI rpc;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Load(int rpcPort) {
        this.rpc = URI.create("http://127.0.0.1:" + rpcPort + "/");
    }

    /**
     * Sends all and waits until so many are in blocks.
     *
     * @return transactions a second, by the times of the blocks, the first tenth of the transactions left out
     */
    double committedPerSecond(List<byte[]> transactions) throws IOException, InterruptedException, ExecutionException {
        long before = height();
        try (ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS)) {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                sending.add(senders.submit(() -> {
                    send(transactions, next);
                    return null;
                }));
            }
            for (Future<?> one : sending) {
                one.get();
            }
        }
        return rate(before, transactions.size());
    }

    private void send(List<byte[]> transactions, AtomicInteger next) throws IOException, InterruptedException {
        while (true) {
            int count = inRequest(transactions);
            int from = next.getAndAdd(count);
            if (from >= transactions.size()) {
                return;
            }
            List<byte[]> batch = transactions.subList(from, Math.min(from + count, transactions.size()));
            while (!batch.isEmpty()) {
                batch = refused(batch);
                if (!batch.isEmpty()) {
                    Thread.sleep(5);
                }
            }
        }
    }

    /** Large ones go alone: the node answers a request within ten seconds or not at all. */
    private static int inRequest(List<byte[]> transactions) {
        return transactions.getFirst().length > LARGE ? 1 : BATCH;
    }

    /** Sends and gives those that the mempool had no room for. */
    private List<byte[]> refused(List<byte[]> batch) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < batch.size(); i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"jsonrpc\":\"2.0\",\"id\":")
                    .append(i)
                    .append(",\"method\":\"broadcast_tx_sync\",\"params\":{\"tx\":\"")
                    .append(Base64.getEncoder().encodeToString(batch.get(i)))
                    .append("\"}}");
        }
        JsonNode answers = post(body.append(']').toString());
        List<byte[]> again = new ArrayList<>();
        for (JsonNode answer : answers.isArray() ? answers : List.of(answers)) {
            boolean busy =
                    answer.has("error") || answer.path("result").path("code").asInt() != 0;
            if (busy && !answer.toString().contains("already exists in cache")) {
                again.add(batch.get(answer.path("id").asInt()));
            }
        }
        return again;
    }

    private double rate(long before, int count) throws IOException, InterruptedException {
        int seen = 0;
        long height = before;
        Instant began = Instant.EPOCH;
        int warm = 0;
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (seen < count) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + seen + " of " + count + " came into blocks");
            }
            if (height >= height()) {
                Thread.sleep(20);
                continue;
            }
            height++;
            JsonNode block = get("block?height=" + height).path("result").path("block");
            int here = block.path("data").path("txs").size();
            Instant time = Instant.parse(block.path("header").path("time").asText());
            seen += here;
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
        throw new IllegalStateException("nothing was sent");
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

    private JsonNode post(String body) throws IOException, InterruptedException {
        return JSON.readTree(http.send(
                        HttpRequest.newBuilder(rpc)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body());
    }
}
