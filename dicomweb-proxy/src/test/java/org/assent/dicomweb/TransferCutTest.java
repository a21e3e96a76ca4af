package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.assent.dicom.Vr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transfer that runs when its permission ends is cut, here and where it is passed on. */
class TransferCutTest {

    private static final String STUDY = "2.25.100";
    private static final int SIZE = 8 << 20;
    private static final int FILES = 8;

    @TempDir
    private Path folder;

    private TestSite source;

    @BeforeEach
    void start() throws Exception {
        source = TestSite.start(folder.resolve("source"));
        for (int i = 0; i < FILES; i++) {
            byte[] large = Samples.file(Samples.ct(STUDY, "2.25.200", "2.25." + (i + 1))
                    .putInt(org.assent.dicom.Tag.ROWS, 2048)
                    .putInt(org.assent.dicom.Tag.COLUMNS, 2048)
                    .putBytes(org.assent.dicom.Tag.PIXEL_DATA, Vr.OW, new byte[SIZE]));
            assertThat(source.store(large).statusCode()).isEqualTo(200);
        }
    }

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    @Tag("DW-E-06")
    void shouldCutARunningTransferWhenThePermissionEnds() throws Exception {
        try (InputStream body = slow(source)) {
            assertThat(body.readNBytes(1 << 20)).hasSize(1 << 20);
            assertThat(source.dicomweb.runningTransfers()).isEqualTo(1);

            source.decisions.hide(STUDY);

            // The client does not read: the server's write is blocked, and still it ends.
            FakeAccessLog.End end = source.log.last().ended();
            assertThat(end.cut()).isTrue();
            assertThat(end.bytes()).isLessThan((long) FILES * SIZE);
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> source.dicomweb.runningTransfers() == 0);
        assertThat(source.get("/studies", "*/*").statusCode())
                .as("the database is unharmed")
                .isEqualTo(204);
    }

    @Test
    @Tag("DW-E-06")
    void shouldCutWhatIsPassedOnWhenThePermissionEndsAtTheRecipient() throws Exception {
        try (TestSite recipient = TestSite.start(TestSite.OTHER, folder.resolve("recipient"))) {
            source.decisions.open(TestSite.OTHER, STUDY);
            recipient.sharing.source(STUDY, TestSite.OWN, RemoteTest.reach(source, TestSite.OTHER));
            recipient.decisions.share(STUDY, TestSite.OWN);
            try (InputStream body = slow(recipient)) {
                assertThat(body.readNBytes(1 << 20)).hasSize(1 << 20);

                recipient.decisions.unshare(STUDY);

                FakeAccessLog.End end = recipient.log.last().ended();
                assertThat(end.cut()).isTrue();
                assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    @Tag("DW-E-06")
    void shouldBreakOffWhatIsPassedOnWhenTheSourceCuts() throws Exception {
        try (TestSite recipient = TestSite.start(TestSite.OTHER, folder.resolve("recipient"))) {
            source.decisions.open(TestSite.OTHER, STUDY);
            recipient.sharing.source(STUDY, TestSite.OWN, RemoteTest.reach(source, TestSite.OTHER));
            recipient.decisions.share(STUDY, TestSite.OWN);
            try (InputStream body = slow(recipient)) {
                assertThat(body.readNBytes(1 << 20)).hasSize(1 << 20);

                source.decisions.close(TestSite.OTHER, STUDY);

                assertThat(source.log.last().ended().cut()).isTrue();
                assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            }
        }
    }

    private static InputStream slow(TestSite site) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        site.request("/studies/" + STUDY)
                                .header("Accept", TestSite.MULTIPART_DICOM)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
