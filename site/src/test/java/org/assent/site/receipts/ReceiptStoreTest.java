package org.assent.site.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.store.SiteDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receipts in the database: whom they are given to, how many there may be, and that drafts and position go together. */
@Tag("L7")
@Tag("L9")
class ReceiptStoreTest {

    private static final OrganizationId SOUTH = OrganizationId.fromHex("a1".repeat(32));
    private static final OrganizationId WEST = OrganizationId.fromHex("a2".repeat(32));
    private static final SubjectId ALICE = SubjectId.fromHex("b1".repeat(32));
    private static final SubjectId BOB = SubjectId.fromHex("b2".repeat(32));
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private SiteDatabase database;
    private ReceiptStore store;

    @BeforeEach
    void open() {
        database = SiteDatabase.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "", 2);
        database.migrate("receipts");
        store = at(NOW);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldGiveAPermitToItsRecipientOnlyWhenItIsComplete() {
        ReceiptStore.Kept permit = draft(1, ALICE, SOUTH, true);
        store.keep(List.of(permit), 1);
        assertThat(store.permitted(permit.id(), SOUTH)).isEmpty();

        store.settle(permit.id(), ReceiptStore.State.COMPLETE, Bytes.of(new byte[] {7}));

        assertThat(store.permitted(permit.id(), SOUTH))
                .hasValueSatisfying(
                        kept -> assertThat(kept.sealed().toByteArray()).containsExactly(7));
        assertThat(store.permitted(permit.id(), WEST)).isEmpty();
    }

    @Test
    void shouldGiveARefusalToTheAuditorOnly() {
        ReceiptStore.Kept refusal = draft(1, ALICE, SOUTH, false);
        store.keep(List.of(refusal), 1);

        store.settle(refusal.id(), ReceiptStore.State.COMPLETE, Bytes.of(new byte[] {7}));

        assertThat(store.complete(refusal.id())).isPresent();
        assertThat(store.permitted(refusal.id(), SOUTH)).isEmpty();
    }

    @Test
    void shouldGiveToNobodyWhatDoesNotHold() {
        ReceiptStore.Kept permit = draft(1, ALICE, SOUTH, true);
        store.keep(List.of(permit), 1);

        store.settle(permit.id(), ReceiptStore.State.FAILED, permit.sealed());

        assertThat(store.complete(permit.id())).isEmpty();
        assertThat(store.permitted(permit.id(), SOUTH)).isEmpty();
        assertThat(store.drafts(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void shouldGoOnBehindTheLastDraftWhenItIsOpenedAgain() {
        store.keep(List.of(draft(4, ALICE, SOUTH, true)), 5);
        store.keep(List.of(), 9);

        ReceiptStore again = at(NOW);

        assertThat(again.progress()).isEqualTo(9);
        assertThat(again.drafts(40, 10)).extracting(ReceiptStore.Kept::entry).containsExactly(4L);
        assertThat(again.drafts(39, 10)).as("heights that are not provable yet").isEmpty();
    }

    @Test
    void shouldDeleteTheOldestOfOneOrganizationWhenItHasTooMany() {
        store.keep(
                List.of(
                        draft(1, ALICE, WEST, true),
                        draft(2, ALICE, SOUTH, true),
                        draft(3, BOB, SOUTH, false),
                        draft(4, ALICE, SOUTH, true)),
                4);

        int deleted = store.prune(new ReceiptKeeping(Duration.ofDays(1), 2));

        assertThat(deleted).isEqualTo(1);
        assertThat(store.drafts(Long.MAX_VALUE, 10))
                .extracting(ReceiptStore.Kept::entry)
                .containsExactly(1L, 3L, 4L);
    }

    @Test
    void shouldDeleteWhatIsTooOld() {
        store.keep(List.of(draft(1, ALICE, SOUTH, true)), 1);
        ReceiptStore later = at(NOW.plus(Duration.ofDays(2)));
        later.keep(List.of(draft(2, ALICE, SOUTH, true)), 2);

        int deleted = later.prune(new ReceiptKeeping(Duration.ofDays(1), 10));

        assertThat(deleted).isEqualTo(1);
        assertThat(later.drafts(Long.MAX_VALUE, 10))
                .extracting(ReceiptStore.Kept::entry)
                .containsExactly(2L);
    }

    @Test
    void shouldForgetOneSubjectOnly() {
        store.keep(List.of(draft(1, ALICE, SOUTH, true), draft(2, BOB, SOUTH, true)), 2);

        assertThat(store.forget(ALICE)).isEqualTo(1);

        assertThat(store.drafts(Long.MAX_VALUE, 10))
                .extracting(ReceiptStore.Kept::subject)
                .containsExactly(BOB);
    }

    @Test
    void shouldGiveOneReceiptByAllIdsWhenDecisionsAreEqual() {
        ReceiptStore.Kept listing = draft(1, ALICE, SOUTH, false);
        String later = UUID.randomUUID().toString();
        store.keep(List.of(listing), List.of(new ReceiptStore.Again(later, 2, SOUTH, listing.id())), 2);
        assertThat(store.complete(later)).as("not proven yet").isEmpty();

        store.settle(listing.id(), ReceiptStore.State.COMPLETE, Bytes.of(new byte[] {7}));

        assertThat(store.complete(later)).map(ReceiptStore.Kept::id).contains(listing.id());
        assertThat(store.permitted(later, SOUTH))
                .as("a listing is for no recipient")
                .isEmpty();
        assertThat(store.permitted(listing.id(), SOUTH)).isEmpty();
    }

    @Test
    void shouldForgetTheIdsThatShareAReceiptWhenItIsForgotten() {
        ReceiptStore.Kept listing = draft(1, ALICE, SOUTH, false);
        String later = UUID.randomUUID().toString();
        store.keep(List.of(listing), List.of(new ReceiptStore.Again(later, 2, SOUTH, listing.id())), 2);

        store.forget(ALICE);

        assertThat(again()).isZero();
    }

    @Test
    void shouldKeepNoMoreIdsThatShareReceiptsThanReceipts() {
        ReceiptStore.Kept listing = draft(1, ALICE, SOUTH, false);
        List<ReceiptStore.Again> many = LongStream.range(2, 12)
                .mapToObj(entry -> new ReceiptStore.Again(UUID.randomUUID().toString(), entry, SOUTH, listing.id()))
                .toList();
        store.keep(List.of(listing), many, 12);

        store.prune(new ReceiptKeeping(Duration.ofDays(1), 3));

        assertThat(again()).isEqualTo(3);
    }

    private long again() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from receipts.made_again")
                .mapTo(Long.class)
                .one());
    }

    private ReceiptStore at(Instant now) {
        return new ReceiptStore(database.jdbi(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ReceiptStore.Kept draft(long entry, SubjectId subject, OrganizationId recipient, boolean permit) {
        return new ReceiptStore.Kept(
                UUID.randomUUID().toString(),
                entry,
                subject,
                recipient,
                permit,
                40,
                ReceiptStore.State.DRAFT,
                Bytes.of(new byte[] {1}));
    }
}
