package org.assent.site.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assent.audit.AccessEntry;
import org.assent.audit.AccessFacts;
import org.assent.audit.LoggedDecision;
import org.assent.decision.AccessDecision;
import org.assent.decision.ListedStudy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which searches share a receipt: those that rest on the same decision, and no others. */
@Tag("L7")
@Tag("L9")
class RecentListingsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final ListedStudy PERMITTED = new ListedStudy("2.25.1", Optional.empty(), "urn:policy");
    private static final ListedStudy REFUSED =
            new ListedStudy("2.25.2", Optional.of(AccessDecision.Reason.NO_PERMIT), "urn:policy");

    private final RecentListings recent = new RecentListings();

    @Test
    void shouldShareTheReceiptWhenAnotherQueryRestsOnTheSameDecision() {
        AccessEntry.Opened first = search("a", "Modality=CT", NOW, 41, PERMITTED, REFUSED);
        recent.add(first);

        assertThat(recent.equalTo(search("a", "limit=5", NOW.plusSeconds(60), 47, PERMITTED, REFUSED)))
                .contains(first.receiptId());
    }

    @Test
    void shouldNotShareItWhenTheDecisionTheActorOrTheMinuteIsAnother() {
        recent.add(search("a", "", NOW, 41, PERMITTED, REFUSED));

        assertThat(recent.equalTo(search("a", "", NOW, 41, PERMITTED))).isEmpty();
        assertThat(recent.equalTo(search("b", "", NOW, 41, PERMITTED, REFUSED))).isEmpty();
        assertThat(recent.equalTo(search("a", "", NOW.plusSeconds(61), 41, PERMITTED, REFUSED)))
                .isEmpty();
    }

    @Test
    void shouldShareNothingOfWhatIsNoListing() {
        AccessEntry.Opened search = search("a", "", NOW, 41);
        recent.add(search);

        assertThat(recent.equalTo(search)).isEmpty();
    }

    @Test
    void shouldNameEachPartOfALongListingFromTheOneBefore() {
        String id = UUID.randomUUID().toString();

        String next = ReceiptId.next(id);

        assertThat(ReceiptId.isOne(next)).isTrue();
        assertThat(UUID.fromString(next).version()).isEqualTo(8);
        assertThat(UUID.fromString(next).variant()).isEqualTo(2);
        assertThat(ReceiptId.next(id)).isEqualTo(next).isNotEqualTo(id);
        assertThat(ReceiptId.next(next)).isNotEqualTo(next).isNotEqualTo(id);
    }

    private static AccessEntry.Opened search(
            String actor, String query, Instant decidedAt, long height, ListedStudy... listed) {
        Requester requester = new Requester(OrganizationId.fromHex("a1".repeat(32)), actor, Set.of(PurposeOfUse.TREAT));
        return new AccessEntry.Opened(
                1,
                decidedAt,
                UUID.randomUUID().toString(),
                new AccessFacts(
                        "request",
                        "session",
                        requester,
                        Operation.SEARCH,
                        AccessFacts.Surface.DICOMWEB,
                        List.of(),
                        "",
                        query,
                        "127.0.0.1",
                        Optional.empty()),
                new LoggedDecision(
                        LoggedDecision.Outcome.PERMIT,
                        "",
                        height,
                        decidedAt,
                        Optional.of(SubjectId.fromHex("b1".repeat(32))),
                        "urn:policy",
                        List.of(),
                        List.of(),
                        List.of(listed),
                        List.of()));
    }
}
