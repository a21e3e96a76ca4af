package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assent.authorization.peer.PeerRefusedException;
import org.assent.authorization.peer.PeerUnavailableException;
import org.assent.authorization.peer.PeerUnreachableException;
import org.assent.ledger.identity.OrganizationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies of another site, passed on as they come. */
class RemoteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STUDY = "2.25.100";
    private static final String INSTANCE = "/studies/" + STUDY + "/series/2.25.200/instances/2.25.1";

    @TempDir
    private static Path folder;

    private static TestSite source;
    private static TestSite recipient;
    private static byte[] file;

    @BeforeAll
    static void start() throws Exception {
        source = TestSite.start(folder.resolve("source"));
        recipient = TestSite.start(TestSite.OTHER, folder.resolve("recipient"));
        file = Samples.ctFile(STUDY, "2.25.200", "2.25.1");
        source.store(file, Samples.ctFile(STUDY, "2.25.200", "2.25.2"));
        recipient.sharing.source(STUDY, TestSite.OWN, reach(source, TestSite.OTHER));
    }

    @BeforeEach
    void permit() {
        source.decisions.stale(false);
        source.decisions.open(TestSite.OTHER, STUDY);
        recipient.decisions.share(STUDY, TestSite.OWN);
        recipient.sharing.fail(null);
    }

    @AfterAll
    static void stop() {
        source.close();
        recipient.close();
    }

    static FakeSharing.Site reach(TestSite source, OrganizationId caller) {
        return new FakeSharing.Site(
                source.server.uri("/"),
                source.server.bearer(TestSite.peer(caller, "any")),
                source.server.peerHeader(),
                source.server.asPeer(caller));
    }

    @Test
    @Tag("DW-E-09")
    void shouldPassOnWhatTheSourceGivesUnderItsOwnAddress() throws Exception {
        String host = source.base().substring("http://".length(), source.base().indexOf("/dicomweb"));
        for (String path : List.of(
                "/studies/" + STUDY,
                "/studies/" + STUDY + "/metadata",
                "/studies/" + STUDY + "/series?includefield=all",
                "/studies/" + STUDY + "/instances?limit=1",
                "/studies/" + STUDY + "/series/2.25.200/instances",
                INSTANCE,
                INSTANCE + "/frames/1",
                INSTANCE + "/bulkdata/7FE00010")) {
            HttpResponse<byte[]> response = recipient.get(path, "*/*");

            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(new String(response.body(), StandardCharsets.ISO_8859_1))
                    .as(path)
                    .doesNotContain(host);
            assertThat(response.headers().map().toString()).as(path).doesNotContain(host);
        }
        assertThat(JSON.readTree(recipient.get(INSTANCE + "/metadata", "*/*").body())
                        .at("/0/7FE00010/BulkDataURI")
                        .asText())
                .isEqualTo(recipient.base() + INSTANCE + "/bulkdata/7FE00010");
        MultipartBytes.Part part = MultipartBytes.parts(recipient.get(INSTANCE, TestSite.MULTIPART_DICOM))
                .get(0);
        assertThat(part.body()).isEqualTo(file);
        assertThat(part.headers()).containsEntry("content-location", recipient.base() + INSTANCE);
        assertThat(recipient.get(INSTANCE, "application/dicom").body()).isEqualTo(file);
        assertThat(recipient
                        .get("/studies/" + STUDY + "/instances?limit=1", "*/*")
                        .headers()
                        .firstValue("Warning"))
                .contains("299 " + recipient.base() + " \"There are 1 additional results that can be requested\"");
    }

    @Test
    @Tag("L7")
    void shouldNoteTheSourcesReceiptWhenItPassesAnAnswerOn() throws Exception {
        HttpResponse<byte[]> given = recipient.get(INSTANCE + "/metadata", "*/*");
        int noted = recipient.receiptsNamed.size();
        HttpResponse<byte[]> refused = recipient.get("/studies/2.25.999/metadata", "*/*");

        String own = given.headers().firstValue("Assent-Receipt").orElseThrow();
        assertThat(recipient.receiptsNamed.getLast()).endsWith(" for " + own).doesNotStartWith(own);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(recipient.receiptsNamed)
                .as("a refusal has none for the requester")
                .hasSize(noted);
    }

    @Test
    @Tag("DW-E-09")
    void shouldGiveTheSameMetadataButForItsAddresses() throws Exception {
        String there =
                new String(source.get("/studies/" + STUDY + "/metadata", "*/*").body(), StandardCharsets.UTF_8);
        String here = new String(
                recipient.get("/studies/" + STUDY + "/metadata", "*/*").body(), StandardCharsets.UTF_8);

        assertThat(here).isEqualTo(there.replace(source.base(), recipient.base()));
    }

    @Test
    void shouldKeepNothingOfIt() throws Exception {
        recipient.get("/studies/" + STUDY, TestSite.MULTIPART_DICOM);

        try (Stream<Path> files = Files.walk(folder.resolve("recipient"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(recipient.archive.holds(STUDY)).isFalse();
    }

    @Test
    @Tag("DW-E-08")
    void shouldAnswerNotFoundWhenTheSourceRefusesOrDoesNotHaveIt() throws Exception {
        source.decisions.close(TestSite.OTHER, STUDY);
        int revoked = recipient.get(INSTANCE + "/frames/1", "*/*").statusCode();
        recipient.sharing.fail(new PeerRefusedException("no token"));
        int noToken = recipient.get(INSTANCE + "/frames/1", "*/*").statusCode();
        recipient.decisions.unshare(STUDY);
        int asked = recipient.sharing.requests().size();
        int notEvenHere = recipient.get(INSTANCE + "/frames/1", "*/*").statusCode();

        assertThat(List.of(revoked, noToken, notEvenHere)).containsOnly(404);
        assertThat(recipient.sharing.requests())
                .as("refused here, so not asked there")
                .hasSize(asked);
    }

    @Test
    void shouldSayWhatIsWrongWhenTheSourceCannotAnswer() throws Exception {
        source.decisions.stale(true);
        HttpResponse<byte[]> stale = recipient.get(INSTANCE, "*/*");
        recipient.sharing.fail(new PeerUnavailableException("busy", Duration.ofSeconds(7)));
        HttpResponse<byte[]> busy = recipient.get(INSTANCE, "*/*");
        recipient.sharing.fail(new PeerUnreachableException("slow", true, new IOException("slow")));
        HttpResponse<byte[]> slow = recipient.get(INSTANCE, "*/*");
        recipient.sharing.fail(new PeerUnreachableException("down", false, new IOException("down")));
        HttpResponse<byte[]> down = recipient.get(INSTANCE, "*/*");

        assertThat(stale.statusCode()).isEqualTo(503);
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("Retry-After")).contains("7");
        assertThat(slow.statusCode()).isEqualTo(504);
        assertThat(down.statusCode()).isEqualTo(502);
        assertThat(down.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    @Tag("DW-M-07")
    void shouldPassOnThatNoFormFits() throws Exception {
        assertThat(recipient
                        .get(INSTANCE, "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.90")
                        .statusCode())
                .isEqualTo(406);
    }
}
