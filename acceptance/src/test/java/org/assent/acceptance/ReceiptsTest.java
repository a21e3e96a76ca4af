package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assent.decision.request.Operation;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.Finding;
import org.assent.receipt.Receipt;
import org.assent.receipt.ReceiptCodec;
import org.assent.receipt.ReceiptVerifier;
import org.assent.receipt.Request;
import org.assent.receipt.Verdict;
import org.assent.receipt.View;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Receipts of real decisions: who gets which, and what they prove offline with any site's chain files. */
@Tag("story")
@Tag("L7")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReceiptsTest {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final String HEADER = "Assent-Receipt";
    private static final int MOST_BYTES_OF_A_RECIPIENTS_VIEW = 8 * 1024;

    private FourSites sites;
    private Permission permission;
    private byte[] recipients = {};

    @BeforeAll
    void begin(FourSites running) {
        sites = running;
        permission = Permission.prepare(sites.north(), sites.south(), "RECEIPTS-1", 517);
    }

    @Test
    @Order(1)
    void shouldTellTheAuditorWhyWhenARequestWasRefusedAndTheRequesterNothing() throws Exception {
        Neighbour south = new Neighbour(sites, sites.south(), sites.north());

        HttpResponse<String> refused = south.requestToken(permission.study().uid());

        assertThat(refused.statusCode()).isEqualTo(400);
        String id = refused.headers().firstValue(HEADER).orElseThrow();
        Receipt receipt = ReceiptCodec.decode(awaitReceipt(sites.north(), id));
        assertThat(receipt.view()).isEqualTo(View.PATIENT);
        Verdict verdict = verifier(sites.west()).verify(receipt);
        assertThat(verdict.findings()).noneMatch(Finding.Fails.class::isInstance);
        assertThat(verdict.signed().words()).contains("deny (no-permit)");
        assertThat(verdict.recomputed()).isInstanceOf(Finding.Holds.class);

        String random = UUID.randomUUID().toString();
        assertThat(id).hasSameSizeAs(random).matches("[0-9a-f-]{36}");
        HttpResponse<String> own = south.get("/receipts/" + id + "/recipient");
        assertThat(own.statusCode()).isEqualTo(404);
        assertThat(blanked(own, id)).isEqualTo(blanked(south.get("/receipts/" + random + "/recipient"), random));
    }

    @Test
    @Order(2)
    @Tag("AB-02")
    void shouldGiveTheRecipientAReceiptThatVerifiesWhenItWasPermitted() throws Exception {
        assertThat(permission.grant().statusCode()).isEqualTo(201);
        permission.awaitOpenAtSouth();
        Response pixels = permission.pixels(sites.south());

        recipients = awaitReceipt(sites.south(), pixels.header(HEADER));

        assertThat(recipients.length).isLessThanOrEqualTo(MOST_BYTES_OF_A_RECIPIENTS_VIEW);
        Receipt receipt = ReceiptCodec.decode(recipients);
        assertThat(receipt.view()).isEqualTo(View.RECIPIENT);
        Verdict verdict = verifier(sites.east()).verify(recipients);
        assertThat(verdict.permission()).as(verdict.toString()).isInstanceOf(Finding.Holds.class);
        assertThat(verdict.signed()).isInstanceOf(Finding.Holds.class);
        Receipt full = ReceiptCodec.decode(
                awaitReceipt(sites.north(), receipt.statement().entry()));
        assertThat(full.statement()).as("one statement, two views").isEqualTo(receipt.statement());
        assertThat(verifier(sites.east()).verify(full).recomputed()).isInstanceOf(Finding.Holds.class);
    }

    @Test
    @Order(3)
    void shouldGiveTheReceiptToNobodyElseWhenItIsAPermits() throws Exception {
        String id = ReceiptCodec.decode(recipients).statement().entry();
        Neighbour west = new Neighbour(sites, sites.west(), sites.north());
        String random = UUID.randomUUID().toString();

        HttpResponse<String> asked = west.get("/receipts/" + id + "/recipient");

        assertThat(asked.statusCode()).isEqualTo(404);
        assertThat(blanked(asked, id)).isEqualTo(blanked(west.get("/receipts/" + random + "/recipient"), random));
        assertThat(sites.north().as("clinician").get("/receipts/" + id).statusCode())
                .isEqualTo(
                        sites.north().as("clinician").get("/receipts/" + random).statusCode())
                .isEqualTo(403);
        assertThat(sites.north().anonymous().get("/receipts/" + id).statusCode())
                .isEqualTo(401);
        assertThat(sites.north()
                        .as("privacy-officer")
                        .get("/receipts/" + random)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(4)
    void shouldNotVerifyWhenAnyByteIsChanged() throws Exception {
        ReceiptVerifier verifier = verifier(sites.east());

        for (int at = 0; at < recipients.length; at += 13) {
            byte[] changed = recipients.clone();
            changed[at] ^= 1;
            assertThat(verifier.verify(changed).valid()).as("byte %d", at).isFalse();
        }
    }

    @Test
    @Order(5)
    void shouldServeTheSameChainFilesAtEverySite() {
        for (String file : new String[] {"genesis.json", "trust.json"}) {
            byte[] atNorth = chainFile(sites.north(), file);
            for (Hospital hospital : sites.all()) {
                assertThat(chainFile(hospital, file)).as(hospital.name()).isEqualTo(atNorth);
            }
        }
    }

    @Test
    @Order(6)
    void shouldHaveOneReceiptOfWhatAnotherOrganizationsSearchesListed() throws Exception {
        Neighbour south = new Neighbour(sites, sites.south(), sites.north());
        String token = new ObjectMapper()
                .readTree(south.requestToken(permission.study().uid()).body())
                .path("access_token")
                .asText();

        HttpResponse<String> all = south.get("/dicomweb/studies", token);
        HttpResponse<String> nothing = south.get("/dicomweb/studies?ModalitiesInStudy=XA", token);

        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(nothing.statusCode()).isEqualTo(204);
        String id = all.headers().firstValue(HEADER).orElseThrow();
        String other = nothing.headers().firstValue(HEADER).orElseThrow();
        assertThat(other).isNotEqualTo(id).hasSameSizeAs(id);
        byte[] text = awaitReceipt(sites.north(), id);
        assertThat(awaitReceipt(sites.north(), other))
                .as("one decision, one receipt")
                .isEqualTo(text);
        Receipt receipt = ReceiptCodec.decode(text);
        assertThat(receipt.view()).isEqualTo(View.PATIENT);
        assertThat(receipt.request().operation()).isEqualTo(Operation.SEARCH);
        assertThat(receipt.request().studies())
                .extracting(Request.Study::uid)
                .containsExactly(permission.study().uid());
        Verdict verdict = verifier(sites.west()).verify(receipt);
        assertThat(verdict.permission()).as(verdict.toString()).isInstanceOf(Finding.Holds.class);
        assertThat(verdict.recomputed()).isInstanceOf(Finding.Holds.class);
        String random = UUID.randomUUID().toString();
        assertThat(blanked(south.get("/receipts/" + id + "/recipient"), id))
                .as("a listing is for nobody but the patient and the auditor")
                .isEqualTo(blanked(south.get("/receipts/" + random + "/recipient"), random));
    }

    private static byte[] awaitReceipt(Hospital hospital, String id) {
        await().atMost(WITHIN)
                .pollInterval(Duration.ofMillis(300))
                .until(() ->
                        hospital.as("privacy-officer").get("/receipts/" + id).statusCode() == 200);
        return hospital.as("privacy-officer").get("/receipts/" + id).asByteArray();
    }

    private static ReceiptVerifier verifier(Hospital hospital) throws MalformedBytes, NotProven {
        return new ReceiptVerifier(TrustedChain.of(
                GenesisFile.read(chainFile(hospital, "genesis.json")),
                TrustFile.decode(chainFile(hospital, "trust.json"))));
    }

    private static byte[] chainFile(Hospital hospital, String name) {
        Response response = hospital.anonymous().get("/.well-known/assent/" + name);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.asByteArray();
    }

    /** Without what differs from one request to the next. */
    private static String blanked(HttpResponse<String> response, String id) {
        Map<String, Object> headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeIf(name -> name.equals("date") || name.equals("x-request-id"));
        String body = response.body().replace(id, "*");
        for (String request : response.headers().allValues("x-request-id")) {
            body = body.replace(request, "*");
        }
        assertThat(body.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        return response.statusCode() + " " + headers + " " + body;
    }
}
