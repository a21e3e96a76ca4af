package org.assent.site.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.abci.node.ChainPresence;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.site.LedgerProcess;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.configuration.LedgerSettings;
import org.assent.site.configuration.PeopleSettings;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.joining.NodesOfOthers;

/**
 * How a site of one's own is: its web side by its health, its ledger by the node's RPC on loopback, each also when the other
 * is down.
 *
 * @param name of the organization
 * @param address at which the web side was asked
 * @param readiness as {@code /health/ready} gives it; empty if nothing answers
 * @param ledgerProcess where the validator runs, in words
 * @param ledgerTrouble why the ledger does not start; empty if it runs, or nothing is known
 * @param presence who takes part; empty if the node does not answer
 */
public record SiteStatus(
        String name,
        URI address,
        Optional<JsonNode> readiness,
        String ledgerProcess,
        Optional<String> ledgerTrouble,
        Optional<ChainPresence> presence) {

    /** As many newest blocks as are looked at: about a minute without traffic. */
    public static final int COMMITS = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Asks the site in a folder. */
    public static SiteStatus of(SiteFolder folder) throws ConfigurationException, IOException, InterruptedException {
        SiteConfiguration configuration = ConfigurationFile.read(folder.root());
        URI address = LocalWebSide.address(configuration.people());
        byte[] genesis =
                Files.readAllBytes(folder.root().resolve(configuration.ledger().genesis()));
        return new SiteStatus(
                configuration.organization().name(),
                address,
                readiness(configuration.people(), folder),
                process(folder, configuration.ledger().where()),
                folder.ledgerTrouble().read(),
                presence(configuration.ledger().rpcPort(), genesis, folder));
    }

    /** What the web side of a site on this machine says of itself; empty if it does not answer. */
    public static Optional<JsonNode> readiness(PeopleSettings people, SiteFolder folder) throws InterruptedException {
        try {
            LocalWebSide web = LocalWebSide.of(people, folder);
            HttpRequest request = HttpRequest.newBuilder(web.address().resolve("/health/ready"))
                    .timeout(PATIENCE)
                    .build();
            return Optional.of(new ObjectMapper()
                    .readTree(web.http()
                            .send(request, HttpResponse.BodyHandlers.ofByteArray())
                            .body()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String process(SiteFolder folder, String where) {
        if (where.equals(LedgerSettings.INSIDE)) {
            return "in the site's process";
        }
        return LedgerProcess.running(folder)
                .map(process -> "in process " + process.pid())
                .orElse("NOT RUNNING (ledger.process is " + where + ")");
    }

    /** Who takes part, by a node on this machine; empty if it does not answer. */
    public static Optional<ChainPresence> presence(int rpcPort, byte[] genesis, SiteFolder folder)
            throws IOException, InterruptedException {
        try (CometRpc rpc = new CometRpc(rpcPort)) {
            return Optional.of(ChainPresence.look(
                    rpc, genesis, NodesOfOthers.validatorNames(folder.members().read()), COMMITS));
        } catch (RpcException e) {
            return Optional.empty();
        }
    }

    /** Whether the web side says that it is ready. */
    public boolean ready() {
        return readiness.map(found -> found.path("ready").asBoolean()).orElse(false);
    }

    /** For people. */
    public List<String> lines(Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("%s is %s".formatted(name, ready() ? "ready" : readiness.isPresent() ? "NOT READY" : "DOWN"));
        if (readiness.isEmpty()) {
            lines.add("  web side    nothing answers at " + address);
        } else {
            lines.add("  web side    answers at " + address);
            troubles(readiness.get()).forEach(trouble -> lines.add("              " + trouble));
        }
        lines.add("  ledger      runs " + ledgerProcess);
        ledgerTrouble.ifPresent(why -> lines.add("              IT DID NOT START: " + why));
        if (presence.isEmpty()) {
            lines.add("              its node does not answer");
        } else {
            PresenceWords.lines(presence.get(), now).forEach(line -> lines.add("              " + line));
        }
        return lines;
    }

    private static List<String> troubles(JsonNode readiness) {
        List<String> troubles = new ArrayList<>();
        JsonNode ledger = readiness.path("ledger");
        JsonNode stores = readiness.path("stores");
        note(
                troubles,
                !readiness.path("registered").asBoolean(),
                "the organization is not on the ledger, or suspended");
        note(troubles, !ledger.path("nodeAlive").asBoolean(), "the web side does not hear from the ledger's node");
        note(
                troubles,
                ledger.path("stale").asBoolean(),
                "STALE: the newest block that the web side has is %d s old; other organizations are refused"
                        .formatted(ledger.path("lagSeconds").asLong()));
        note(
                troubles,
                ledger.path("restrictionsHeldBack").asInt() > 0,
                "%d restrictions wait for more than three blocks: the ledger's log names the proposers"
                        .formatted(ledger.path("restrictionsHeldBack").asInt()));
        note(
                troubles,
                ledger.path("damaged").asBoolean(),
                "DAMAGED: the ledger's state file was found broken while in use; the ledger's log says where."
                        + " Restore it: docs/operating-ledger-storage.md");
        JsonNode disk = ledger.path("disk");
        note(
                troubles,
                List.of("NEAR", "OVER").contains(disk.path("level").asText()),
                "the ledger takes %d MiB of the disk, %s its budget of %d MiB (ledger.diskBudgetMib): docs/operating-ledger-storage.md"
                        .formatted(
                                disk.path("bytes").asLong() >> 20,
                                disk.path("level").asText().equals("OVER") ? "OVER" : "near",
                                disk.path("budgetBytes").asLong() >> 20));
        note(troubles, !stores.path("database").asBoolean(), "the database does not answer");
        note(troubles, !stores.path("fhir").asBoolean(), "the FHIR store does not answer");
        note(troubles, !stores.path("accessLog").asBoolean(), "the access log cannot be written");
        return troubles;
    }

    private static void note(List<String> troubles, boolean holds, String words) {
        if (holds) {
            troubles.add(words);
        }
    }

    /** For programs. */
    public ObjectNode json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.put("name", name);
        json.put("address", address.toString());
        json.put("live", readiness.isPresent());
        json.put("ready", ready());
        json.put("ledgerProcess", ledgerProcess);
        ledgerTrouble.ifPresent(why -> json.put("ledgerTrouble", why));
        readiness.ifPresent(found -> json.set("readiness", found));
        presence.ifPresent(found -> json.set("presence", presenceJson(found)));
        return json;
    }

    /** Who takes part, for programs. */
    public static ObjectNode presenceJson(ChainPresence presence) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("height", presence.height());
        json.put("blockTime", presence.time().toString());
        json.put("catchingUp", presence.catchingUp());
        json.put("looked", presence.looked());
        json.put("mayStillFail", presence.mayStillFail());
        presence.validators().forEach(validator -> json.withArray("validators")
                .addObject()
                .put("name", validator.name())
                .put("address", validator.address())
                .put("power", validator.power())
                .put("missed", validator.missed())
                .put("missedNewest", validator.missedNewest()));
        presence.peers().forEach(peer -> json.withArray("peers")
                .addObject()
                .put("nodeId", peer.nodeId())
                .put("moniker", peer.moniker()));
        return json;
    }
}
