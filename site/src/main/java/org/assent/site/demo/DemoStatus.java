package org.assent.site.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.abci.node.ChainPresence;
import org.assent.site.status.SiteStatus;

/**
 * How the four sites are, as their own health says.
 *
 * @param sites one JSON object each: name, address, live, ready, readiness (as {@code /health/ready} gives it, if it answers)
 * @param presence who takes part in the ledger, by the first node that answers; empty if none does
 */
public record DemoStatus(List<ObjectNode> sites, Optional<ChainPresence> presence) {

    public DemoStatus {
        sites = List.copyOf(sites);
    }

    /** Asks all four. */
    public static DemoStatus of(Path home, DemoFile demo) throws DemoException, IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        List<ObjectNode> sites = new ArrayList<>();
        for (Hospital hospital : Hospital.all(demo.portBase())) {
            Optional<JsonNode> readiness = readiness(http, hospital);
            ObjectNode site = new ObjectMapper().createObjectNode();
            site.put("name", hospital.shortName());
            site.put("address", hospital.address().toString());
            site.put("live", readiness.isPresent());
            site.put(
                    "ready",
                    readiness.map(found -> found.path("ready").asBoolean()).orElse(false));
            readiness.ifPresent(found -> site.set("readiness", found));
            sites.add(site);
        }
        return new DemoStatus(sites, presence(home, demo));
    }

    private static Optional<ChainPresence> presence(Path home, DemoFile demo)
            throws DemoException, IOException, InterruptedException {
        byte[] genesis = Files.readAllBytes(home.resolve("genesis.json"));
        for (Hospital hospital : Hospital.all(demo.portBase())) {
            Optional<ChainPresence> presence =
                    SiteStatus.presence(hospital.rpcPort(), genesis, DemoNetwork.folder(home, hospital));
            if (presence.isPresent()) {
                return presence;
            }
        }
        return Optional.empty();
    }

    /** Whether every site is ready. */
    public boolean allReady() {
        return sites.stream().allMatch(site -> site.path("ready").asBoolean());
    }

    /** One line about one site, for people. */
    public static String line(JsonNode site) {
        JsonNode ledger = site.path("readiness").path("ledger");
        String state =
                site.path("ready").asBoolean() ? "ready" : site.path("live").asBoolean() ? "not ready" : "down";
        String rest = site.has("readiness")
                ? "  ledger height %d, %d s old%s, %d peers%s%s%s"
                        .formatted(
                                ledger.path("height").asLong(),
                                ledger.path("lagSeconds").asLong(),
                                ledger.path("stale").asBoolean() ? " (stale)" : "",
                                ledger.path("peers").asInt(),
                                ledger.path("nodeAlive").asBoolean() ? "" : ", node down",
                                ledger.path("damaged").asBoolean() ? ", STATE FILE DAMAGED" : "",
                                ledger.path("disk").path("level").asText().equals("OVER")
                                        ? ", over its disk budget"
                                        : "")
                : "";
        return "%-6s %-22s %-9s%s"
                .formatted(site.path("name").asText(), site.path("address").asText(), state, rest);
    }

    private static Optional<JsonNode> readiness(HttpClient http, Hospital hospital) throws InterruptedException {
        try {
            return Optional.of(SiteProcess.readiness(http, hospital));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
