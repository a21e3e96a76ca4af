package org.assent.site.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.node.NodeSettings.StateSync;
import org.assent.site.network.PrivateFile;

/**
 * Where the ledger of a site that joins begins: in a file, since it may run in another process. There only while it joins.
 *
 * @param file where it is
 */
public record StateSyncFile(Path file) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What it says, if it is there. */
    public Optional<StateSync> read() throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        JsonNode json = JSON.readTree(Files.readAllBytes(file));
        List<HostPort> servers = new ArrayList<>();
        json.path("loopbackPorts").forEach(port -> servers.add(new HostPort("127.0.0.1", port.asInt())));
        return Optional.of(new StateSync(
                servers,
                json.path("trustHeight").asLong(),
                json.path("trustHash").asText(),
                Duration.ofSeconds(json.path("trustSeconds").asLong())));
    }

    void write(List<Integer> loopbackPorts, long height, String hash, Duration trustPeriod) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode ports = json.putArray("loopbackPorts");
        loopbackPorts.forEach(ports::add);
        json.put("trustHeight", height).put("trustHash", hash).put("trustSeconds", trustPeriod.toSeconds());
        PrivateFile.write(file, JSON.writeValueAsBytes(json));
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
