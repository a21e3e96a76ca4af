package org.assent.site.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assent.abci.node.CometRpc;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerResponse;
import org.assent.custody.keys.SecretBox;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;
import org.assent.receipt.Receipt;
import org.assent.receipt.ReceiptCodec;
import org.assent.store.SiteDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recipient keeps of what a source gives: only a receipt that proves what it needs. With the receipts of docs/vectors. */
@Tag("L7")
class ReceiptFetchingTest {

    private static final Path VECTORS = Path.of(System.getProperty("assent.root", ".."), "docs", "vectors");
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final String ACCESS = "0f0e0d0c-1111-4222-8333-0a0b0c0d0e0f";

    @TempDir
    private Path folder;

    private final Source source = new Source();
    private SiteDatabase database;
    private ReceivedStore store;
    private CometRpc rpc;
    private byte[] text;
    private Receipt receipt;

    @BeforeEach
    void open() throws Exception {
        text = Files.readAllBytes(VECTORS.resolve("permit-recipient.json"));
        receipt = ReceiptCodec.decode(text);
        database = SiteDatabase.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "", 2);
        database.migrate("receipts");
        SecretBox box = new SecretBox(new byte[SecretBox.KEY_LENGTH], new SecureRandom());
        store = new ReceivedStore(database.jdbi(), box, Clock.fixed(NOW, ZoneOffset.UTC));
        rpc = new CometRpc(1); // never asked
        Files.copy(VECTORS.resolve("trust.json"), folder.resolve("trust.json"));
        Files.writeString(folder.resolve("trust.json.height"), "1000");
    }

    @AfterEach
    void close() {
        rpc.close();
        database.close();
    }

    @Test
    void shouldKeepTheReceiptForTheAccessWhenItVerifies() throws Exception {
        source.gives = text;
        store.note(receipt.statement().entry(), receipt.statement().source(), ACCESS, Duration.ZERO);

        fetching(receipt.request().requester().organization()).round();

        assertThat(store.find(ACCESS))
                .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(text));
        assertThat(source.asked)
                .containsExactly("/receipts/" + receipt.statement().entry() + "/recipient");
        assertThat(store.due(10)).isEmpty();
    }

    @Test
    void shouldKeepNothingWhenOneBitIsChanged() throws Exception {
        byte[] changed = text.clone();
        changed[changed.length / 2] ^= 1;
        source.gives = changed;
        store.note(receipt.statement().entry(), receipt.statement().source(), ACCESS, Duration.ZERO);

        fetching(receipt.request().requester().organization()).round();

        assertThat(store.find(ACCESS)).isEmpty();
    }

    @Test
    void shouldKeepNothingWhenItIsAboutAnotherOrganization() throws Exception {
        source.gives = text;
        store.note(receipt.statement().entry(), receipt.statement().source(), ACCESS, Duration.ZERO);

        fetching(OrganizationId.fromHex("ee".repeat(32))).round();

        assertThat(store.find(ACCESS)).isEmpty();
    }

    @Test
    void shouldNoteOnlyIdsAndEachOnceWhenAnswersNameThem() throws Exception {
        ReceiptFetching fetching = fetching(receipt.request().requester().organization());
        String id = UUID.randomUUID().toString();
        fetching.named(receipt.statement().source(), "../../etc/passwd", ACCESS);
        fetching.named(receipt.statement().source(), id, ACCESS);
        fetching.named(receipt.statement().source(), id, ACCESS);

        fetching.round();

        assertThat(source.asked).as("not before the next block can be there").isEmpty();
        List<String> kept = database.jdbi()
                .withHandle(handle -> handle.createQuery("select receipt_id from receipts.received")
                        .mapTo(String.class)
                        .list());
        assertThat(kept).containsExactly(id);
    }

    @Test
    void shouldBeginTrustAnewWhenItsFileDoesNotHold() throws Exception {
        String changed = Files.readString(folder.resolve("trust.json")).replaceFirst("\"round\":0", "\"round\":1");
        Files.writeString(folder.resolve("trust.json"), changed);

        TrustKeeper trust = trust();

        assertThat(trust.term(1))
                .as("the genesis file tells who decides the first height")
                .isPresent();
        assertThat(trust.term(2)).as("and nothing was looked at since").isEmpty();
        assertThat(new String(trust.text().toByteArray(), StandardCharsets.UTF_8))
                .contains("\"changes\":[]");
    }

    private TrustKeeper trust() throws IOException {
        return TrustKeeper.open(
                folder.resolve("trust.json"), Files.readAllBytes(VECTORS.resolve("genesis.json")), rpc, List::of);
    }

    private ReceiptFetching fetching(OrganizationId own) throws IOException {
        return new ReceiptFetching(
                own, store, source, trust(), ReceiptKeeping.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** A source that gives one text for everything. */
    private static final class Source implements PeerClient {
        private final List<String> asked = new ArrayList<>();
        private byte[] gives = {};

        @Override
        public PeerResponse aboutStudy(
                OrganizationId source,
                String studyInstanceUid,
                Set<PurposeOfUse> purposes,
                String onBehalfOf,
                PeerRequest request)
                throws IOException {
            throw new IOException("a receipt is no call about a study");
        }

        @Override
        public PeerResponse asOrganization(OrganizationId organization, PeerRequest request) {
            asked.add(request.path());
            byte[] body = gives;
            return new PeerResponse() {
                @Override
                public int status() {
                    return 200;
                }

                @Override
                public Map<String, String> headers() {
                    return Map.of();
                }

                @Override
                public InputStream body() {
                    return new ByteArrayInputStream(body);
                }

                @Override
                public void close() {}
            };
        }
    }
}
