package org.assent.abci.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.assent.abci.node.CometRpc;
import org.assent.abci.testing.Hospital;

/**
 * Made {@code receipt/src/test/resources/chain/four-validators.json}: genesis, headers, commits and validators of a real chain
 * of four nodes, exactly as a node gives them, so that what we compute can be held against what CometBFT computed. One
 * validator is away for the last heights.
 *
 * <p>Arguments: the file to write. Run with the module's test class path after {@code build/cometbft} was built.
 */
public final class ChainCapture {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WAIT = Duration.ofSeconds(60);

    private ChainCapture() {}

    /** Runs four validators for some blocks and transactions. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("chain");
        LocalChain chain = LocalChain.write(folder, 4);
        List<LocalLedger> ledgers = new ArrayList<>();
        try {
            for (int site = 0; site < 4; site++) {
                ledgers.add(chain.start(site));
            }
            CometRpc rpc = ledgers.getFirst().rpc();
            while (ledgers.getFirst().client().health().height() < 3) {
                Thread.sleep(200);
            }
            Hospital north = new Hospital("north");
            Instant soon = Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
            ledgers.getFirst().client().submit(north.register(soon), WAIT);
            ledgers.getFirst().client().submit(north.enroll("alice", soon), WAIT);
            ledgers.get(3).close();
            ledgers.getFirst().client().submit(north.record("alice", "c1", 1, soon), WAIT);
            long last = rpc.status().height() + 2;
            while (rpc.status().height() <= last) {
                Thread.sleep(200);
            }
            ObjectNode captured = JSON.createObjectNode();
            captured.set(
                    "genesis",
                    JSON.readTree(chain.settings(0)
                            .home()
                            .folder()
                            .resolve("config/genesis.json")
                            .toFile()));
            ArrayNode heights = captured.putArray("heights");
            for (long height = 1; height <= last; height++) {
                JsonNode signed = rpc.commit(height).path("signed_header");
                ObjectNode entry = heights.addObject();
                entry.set("header", signed.path("header"));
                entry.set("commit", signed.path("commit"));
                entry.set("validators", rpc.validators(height, 1).path("validators"));
            }
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(arguments[0]).toFile(), captured);
        } finally {
            ledgers.forEach(LocalLedger::close);
        }
        System.exit(0);
    }
}
