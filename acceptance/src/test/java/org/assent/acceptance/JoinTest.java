package org.assent.acceptance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fifth hospital joins the running network, killed twice on its way, and becomes a validator when enough accreditors approve;
 * another, for which one accreditor alone has signed, is never let in. Then the fifth is taken out again: the network has four
 * validators after it, as before.
 */
@Tag("L11")
@Tag("TH-02")
@Tag("faults")
@ExtendWith(RunningSites.class)
@Order(Integer.MAX_VALUE - 5)
class JoinTest {

    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void shouldMakeAFifthSiteAValidatorWhenEnoughAccreditorsApprove(FourSites sites) throws Exception {
        // Given two organizations that were invited and ask
        Path printed = folder.resolve("center.log");
        Process joining = join(sites, printed, "Center Hospital", "center", 5);
        String request = awaitRequest(sites, "Center Hospital");
        Path outside = folder.resolve("outside.log");
        join(sites, outside, "Outside Clinic", "outside", 6);
        String ofOutside = awaitRequest(sites, "Outside Clinic");

        // When one accreditor signs, even twice, nobody is registered
        sites.assent("approve", "--demo", "--as", "1", "--yes", request);
        sites.assent("approve", "--demo", "--as", "1", "--yes", request);
        sites.assent("approve", "--demo", "--as", "1", "--yes", ofOutside);
        awaitLine(printed, "1 of 2 have signed");
        awaitLine(outside, "1 of 2 have signed");
        kill(joining);

        // When a second does, the site that was killed is let in and goes on, also after it was killed again
        assertThat(sites.assent("approve", "--demo", "--as", "2", "--yes", request))
                .contains("is registered");
        joining = again(sites, printed);
        awaitLine(printed, "The state comes from a snapshot");
        kill(joining);
        again(sites, printed);
        awaitLine(printed, "as a member without a vote");

        // One accreditor alone gives no vote
        String vote = request.replace("request-", "vote-");
        assertThat(sites.assent("approve", "--demo", "--as", "3", "--yes", vote))
                .contains("1 of 2");
        String proposal = question(sites, "proposal-").orElseThrow();
        assertThat(sites.assent("approve", "--demo", "--as", "3", "--yes", proposal))
                .contains("1 of 2");
        assertThat(validators(sites, 1)).hasSize(4);
        assertThat(Files.readString(printed)).doesNotContain("validator, height");

        // Two do
        assertThat(sites.assent("approve", "--demo", "--as", "1", "--yes", proposal))
                .contains("it is made");
        awaitLine(printed, "validator, height ");

        // Then all five agree, and the fifth sees what is recorded from now on
        assertThat(validators(sites, 1)).hasSize(5);
        long before = height(sites, 5);
        Permission permission = Permission.prepare(sites.north(), sites.south(), "JOIN-AFTER", 801);
        assertThat(permission.grant().statusCode()).isEqualTo(201);
        long after = height(sites, 1) + 1;
        await().atMost(SOON).until(() -> IntStream.rangeClosed(1, 5).allMatch(site -> height(sites, site) >= after));
        assertThat(appHashes(sites, after)).hasSize(1).doesNotContainAnyElementsOf(appHashes(sites, before));
        assertThat(sites.assent("status")).contains("5 of 5 validators", "center");

        // And the other was never let in
        assertThat(Files.readString(outside)).doesNotContain("let this site in").contains("1 of 2 have signed");
        assertThat(folder.resolve("outside/ledger/state.mv")).doesNotExist();
        for (int site = 1; site <= 5; site++) {
            assertThat(monikers(sites, site)).doesNotContain("outside");
        }

        // One accreditor alone, even twice, takes nobody out
        for (int time = 0; time < 2; time++) {
            assertThat(sites.assent("suspend", "--demo", "--as", "1", "--yes", "Center Hospital"))
                    .contains("Takes the vote from a node of Center Hospital", "Approved: 1 of 2", "Signed: 1 of 2");
        }
        assertThat(sites.assent("approve", "--demo")).contains("proposal-", "suspension-", "Suspends Center Hospital");
        assertThat(validators(sites, 1)).hasSize(5);
        assertThat(sites.assent("suspend", "--demo")).doesNotContain("SUSPENDED");

        // Two do: it has no vote, and no member's node serves it any more
        assertThat(sites.assent("suspend", "--demo", "--as", "2", "--yes", "Center Hospital"))
                .contains("it is made", "Center Hospital is suspended");
        assertThat(sites.assent("suspend", "--demo")).contains("Center Hospital  0  SUSPENDED");
        // a member is asked in vain while its node is started again
        await().atMost(SOON).ignoreException(UncheckedIOException.class).until(() -> IntStream.rangeClosed(1, 4)
                .allMatch(site -> validators(sites, site).size() == 4
                        && monikers(sites, site).size() == 3
                        && !monikers(sites, site).contains("center")));
        await().atMost(SOON).until(() -> height(sites, 1) >= height(sites, 5) + 2);
        long cutOff = height(sites, 5);
        await().atMost(SOON).until(() -> height(sites, 1) >= cutOff + 3);
        assertThat(height(sites, 5)).isEqualTo(cutOff);
        assertThatThrownBy(() -> sites.assent("suspend", "--demo", "--as", "1", "--yes", "Outside Clinic"))
                .hasMessageContaining("no member is called Outside Clinic");
    }

    @Test
    void shouldSayWhatIsWrongWhenTheInvitationWasChanged(FourSites sites) throws IOException {
        String invitation = sites.assent("invite", "--site", "north");
        Path changed = Files.writeString(folder.resolve("changed.json"), invitation.replace("localhost", "localhosT"));

        assertThatThrownBy(() -> sites.assent(
                        "join", changed.toString(), "--dir", folder.resolve("x").toString()))
                .hasMessageContaining("was changed after it was signed");
    }

    private Process join(FourSites sites, Path printed, String name, String shortName, int number) throws IOException {
        Path invitation =
                Files.writeString(folder.resolve(shortName + ".json"), sites.assent("invite", "--site", "north"));
        return remember(sites.begin(
                printed,
                "join",
                invitation.toString(),
                "--dir",
                folder.resolve(shortName).toString(),
                "--name",
                name,
                "--local",
                String.valueOf(sites.portOfHospital(number))));
    }

    private Process again(FourSites sites, Path printed) {
        return remember(
                sites.begin(printed, "join", "--dir", folder.resolve("center").toString()));
    }

    private Process remember(Process process) {
        processes.add(process);
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Until the request is listed; what to type to approve it. */
    private static String awaitRequest(FourSites sites, String name) {
        await().atMost(SOON).until(() -> sites.assent("approve", "--demo").contains(name + " asks to be registered"));
        List<String> lines = sites.assent("approve", "--demo").lines().toList();
        int explained = lines.indexOf("  " + name + " asks to be registered as a member.");
        return lines.get(explained - 1);
    }

    private static Optional<String> question(FourSites sites, String beginning) {
        return sites.assent("approve", "--demo")
                .lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst();
    }

    private static void awaitLine(Path printed, String text) {
        await(text).atMost(SOON).untilAsserted(() -> assertThat(Files.readString(printed))
                .contains(text));
    }

    private static JsonNode rpc(FourSites sites, int site, String path) {
        try {
            return FhirRecords.JSON
                    .readTree(given().get("http://127.0.0.1:" + (sites.portOfHospital(site) + 300) + path)
                            .asString())
                    .path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long height(FourSites sites, int site) {
        return rpc(sites, site, "/status").at("/sync_info/latest_block_height").asLong();
    }

    private static Set<String> appHashes(FourSites sites, long height) {
        Set<String> hashes = new TreeSet<>();
        for (int site = 1; site <= 5; site++) {
            hashes.add(rpc(sites, site, "/header?height=" + height)
                    .at("/header/app_hash")
                    .asText());
        }
        return hashes;
    }

    private static List<String> validators(FourSites sites, int site) {
        return StreamSupport.stream(
                        rpc(sites, site, "/validators").path("validators").spliterator(), false)
                .map(validator -> validator.path("address").asText())
                .toList();
    }

    private static Set<String> monikers(FourSites sites, int site) {
        return StreamSupport.stream(rpc(sites, site, "/net_info").path("peers").spliterator(), false)
                .map(peer -> peer.at("/node_info/moniker").asText())
                .collect(Collectors.toSet());
    }
}
