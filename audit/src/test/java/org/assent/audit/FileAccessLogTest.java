package org.assent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assent.decision.AccessDecision;
import org.assent.decision.DecisionBasis;
import org.assent.decision.ListedStudy;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAccessLogTest {

    private static final ListedStudy HIDDEN =
            new ListedStudy("2.25.2", Optional.of(AccessDecision.Reason.DENIED_BY_CONSENT), Accesses.POLICY);

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");

    @Test
    void shouldOpenOneAccessWhenRequestsOfOneSessionConcernOneStudy() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            AccessHandle first = log.permitted(Accesses.facts("r1", "s1", "2.25.1"), Accesses.permit(7, 1));
            AccessHandle second = log.permitted(Accesses.facts("r2", "s1", "2.25.1"), Accesses.permit(8, 1));
            AccessHandle other = log.permitted(Accesses.facts("r3", "s1", "2.25.2"), Accesses.permit(8, 1));

            List<AccessEntry> entries = entries(log);
            assertThat(entries).hasSize(3);
            assertThat(entries.get(0)).isInstanceOfSatisfying(AccessEntry.Opened.class, opened -> {
                assertThat(opened.receiptId()).isEqualTo(first.receiptId());
                assertThat(opened.facts()).isEqualTo(Accesses.facts("r1", "s1", "2.25.1"));
                assertThat(opened.decision().height()).isEqualTo(7);
                assertThat(opened.decision().consents())
                        .singleElement()
                        .extracting(LoggedDecision.ReliedConsent::reference)
                        .isEqualTo("Consent/c-1");
                assertThat(opened.decision().subject()).contains(Accesses.SUBJECT);
            });
            assertThat(entries.get(1)).isInstanceOfSatisfying(AccessEntry.Joined.class, joined -> {
                assertThat(joined.receiptId()).isEqualTo(second.entryId());
                assertThat(joined.opening()).isEqualTo(1);
                assertThat(joined.height()).isEqualTo(8);
            });
            assertThat(entries.get(2)).isInstanceOf(AccessEntry.Opened.class);
            assertThat(second.receiptId()).as("one decision, one receipt").isEqualTo(first.receiptId());
            assertThat(other.receiptId()).isNotEqualTo(first.receiptId());
        }
    }

    @Test
    void shouldOpenAnotherAccessWhenTheDecisionRestsOnAnotherRevisionOfTheConsent() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            log.permitted(Accesses.facts("r1", "s1", "2.25.1"), Accesses.permit(7, 1));
            log.permitted(Accesses.facts("r2", "s1", "2.25.1"), Accesses.permit(8, 2));

            assertThat(entries(log))
                    .hasOnlyElementsOfType(AccessEntry.Opened.class)
                    .hasSize(2);
        }
    }

    @Test
    void shouldGiveEachSearchAnIdOfItsOwnWhenNothingHasChanged() throws IOException {
        ListedStudy shown = new ListedStudy("2.25.1", Optional.empty(), Accesses.POLICY);
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            AccessHandle first = log.permitted(Accesses.search("r1", "s1"), listing(shown, HIDDEN));
            AccessHandle second = log.permitted(Accesses.search("r2", "s1"), listing(shown, HIDDEN)); // the first runs
            second.completed(200, 0, 10, false);
            AccessHandle third = log.permitted(Accesses.search("r3", "s1"), listing(shown, HIDDEN));

            assertThat(List.of(first, second, third))
                    .extracting(AccessHandle::receiptId)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> UUID.fromString(id).version() == 4);
            assertThat(entries(log))
                    .hasOnlyElementsOfType(AccessEntry.Opened.class)
                    .extracting(entry -> ((AccessEntry.Opened) entry).decision().listed())
                    .containsExactly(List.of(shown, HIDDEN), List.of(shown, HIDDEN), List.of(shown, HIDDEN));
        }
    }

    @Test
    void shouldGiveEachSearchAnIdOfItsOwnWhenAHiddenStudyComesChangesAndGoes() throws IOException {
        ListedStudy frozen = new ListedStudy("2.25.2", Optional.of(AccessDecision.Reason.FROZEN), Accesses.POLICY);
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            List<AccessHandle> handles = new ArrayList<>();
            for (AccessDecision.Permit listing :
                    List.of(listing(), listing(), listing(HIDDEN), listing(frozen), listing(), listing())) {
                handles.add(log.permitted(Accesses.search("r" + handles.size(), "s1"), listing));
            }

            assertThat(handles)
                    .extracting(AccessHandle::receiptId)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> UUID.fromString(id).version() == 4);
        }
    }

    @Test
    void shouldCloseASearchAtOnceWhenItIsCompleted() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            AccessHandle running = log.permitted(Accesses.search("r1", "s1"), listing(HIDDEN));
            log.permitted(Accesses.search("r2", "s1"), listing(HIDDEN)).completed(200, 0, 10, false);
            log.sweep();

            assertThat(closings(log)).singleElement().satisfies(closed -> {
                assertThat(closed.opening()).isEqualTo(2);
                assertThat(closed.counts()).isEqualTo(new AccessCounts(1, 0, 0, 10, 0));
                assertThat(closed.ending()).isEqualTo(AccessEntry.Ending.OVER);
            });
            running.completed(200, 0, 10, false);
        }
    }

    private static AccessDecision.Permit listing(ListedStudy... studies) {
        return new AccessDecision.Permit(new DecisionBasis(
                7,
                Accesses.DECIDED,
                Optional.of(Accesses.SUBJECT),
                Accesses.POLICY,
                List.of(),
                List.of(),
                List.of(studies),
                List.of()));
    }

    @Test
    void shouldOpenAnotherAccessWhenSixtySecondsAreOver() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            AccessHandle running = log.permitted(Accesses.facts("r1", "s1", "2.25.1"), Accesses.permit(7, 1));
            clock.advance(Duration.ofSeconds(59));
            log.permitted(Accesses.facts("r2", "s1", "2.25.1"), Accesses.permit(7, 1))
                    .completed(200, 1, 10, false);
            clock.advance(Duration.ofSeconds(1));
            log.permitted(Accesses.facts("r3", "s1", "2.25.1"), Accesses.permit(7, 1))
                    .completed(200, 1, 10, false);
            log.sweep();
            assertThat(closings(log)).isEmpty(); // the first request still runs

            running.completed(200, 3, 30, false);
            log.sweep();

            assertThat(closings(log)).singleElement().satisfies(closed -> {
                assertThat(closed.opening()).isEqualTo(1);
                assertThat(closed.counts()).isEqualTo(new AccessCounts(2, 0, 4, 40, 0));
                assertThat(closed.ending()).isEqualTo(AccessEntry.Ending.OVER);
            });
        }
    }

    @Test
    void shouldCloseTheAccessAtOnceWhenItWasCut() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            AccessHandle handle = log.permitted(Accesses.facts("r1", "s1", "2.25.1"), Accesses.permit(7, 1));
            handle.completed(200, 1, 500, true);
            handle.completed(200, 1, 500, true); // a second call says nothing new
            log.sweep();

            assertThat(closings(log)).singleElement().satisfies(closed -> {
                assertThat(closed.counts()).isEqualTo(new AccessCounts(1, 0, 1, 500, 1));
                assertThat(closed.ending()).isEqualTo(AccessEntry.Ending.CUT);
            });
        }
    }

    @Test
    void shouldKeepRefusalsAndSecurityEventsAsTheyWere() throws IOException {
        SecurityEvent event = new SecurityEvent(
                "r2", SecurityEvent.Kind.SIGN_IN, false, "u-1", Map.of("why", "wrong \"password\"\n"));
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            AccessHandle refused = log.refused(Accesses.facts("r1", "s1", "2.25.1"), Accesses.deny(9));
            log.event(event);

            List<AccessEntry> entries = entries(log);
            assertThat(entries.get(0))
                    .isEqualTo(new AccessEntry.Refused(
                            1,
                            clock.instant(),
                            refused.receiptId(),
                            Accesses.facts("r1", "s1", "2.25.1"),
                            LoggedDecision.of(Accesses.deny(9))));
            assertThat(entries.get(1))
                    .isInstanceOfSatisfying(AccessEntry.Security.class, security -> assertThat(security.event())
                            .isEqualTo(event));
        }
    }

    @Test
    void shouldCountUnfinishedRequestsWhenTheSiteStops() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            log.permitted(Accesses.facts("r1", "s1", "2.25.1"), Accesses.permit(7, 1));
        }
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            assertThat(closings(log)).singleElement().satisfies(closed -> {
                assertThat(closed.counts().unfinished()).isEqualTo(1);
                assertThat(closed.ending()).isEqualTo(AccessEntry.Ending.STOPPED);
            });
        }
    }

    @Test
    void shouldSetATornEndAsideWhenItIsOpened() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            log.refused(Accesses.facts("r1", "s1", "2.25.1"), Accesses.deny(9));
        }
        Path segment = folder.resolve("access-00000000000000000001.log");
        Files.writeString(segment, "0123456789abcdef {\"n\":2,\"t", StandardOpenOption.APPEND);

        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            List<AccessEntry> entries = entries(log);
            assertThat(entries).hasSize(2);
            assertThat(entries.get(1))
                    .isInstanceOfSatisfying(AccessEntry.Security.class, security -> assertThat(security.event())
                            .extracting(SecurityEvent::kind)
                            .isEqualTo(SecurityEvent.Kind.LOG_REPAIRED));
        }
        assertThat(folder.resolve("access-00000000000000000001.log.cut-after-1"))
                .hasContent("0123456789abcdef {\"n\":2,\"t");
        assertThat(ChainCheck.of(folder)).extracting(ChainCheck::entries).isEqualTo(2L);
    }

    @Test
    void shouldGoOnInNewSegmentsWhenOneIsFull() throws IOException {
        FileAccessLog.Settings small = new FileAccessLog.Settings(
                Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(50), 2_000, 100);
        try (FileAccessLog log = FileAccessLog.open(folder, clock, small)) {
            log.permitted(Accesses.facts("r0", "s1", "2.25.1"), Accesses.permit(7, 1));
            for (int i = 1; i < 20; i++) {
                log.refused(Accesses.facts("r" + i, "s1", "2.25.1"), Accesses.deny(9));
            }
            assertThat(entries(log))
                    .hasSize(20)
                    .extracting(AccessEntry::sequence)
                    .isSorted();
        }
        assertThat(new Segments(folder).list()).hasSizeGreaterThan(3);
        assertThat(ChainCheck.of(folder).broken()).isEmpty();
        try (FileAccessLog log = FileAccessLog.open(folder, clock, small)) {
            assertThat(log.durable()).isEqualTo(21); // and the closing of the access that was open all the while
            assertThat(log.reader().after(18, 1))
                    .singleElement()
                    .extracting(AccessEntry::sequence)
                    .isEqualTo(19L);
        }
    }

    @Test
    void shouldNameTheLineWhenAnEntryWasAltered() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            log.refused(Accesses.facts("r1", "s1", "2.25.1"), Accesses.deny(9));
            log.refused(Accesses.facts("r2", "s1", "2.25.1"), Accesses.deny(9));
        }
        Path segment = folder.resolve("access-00000000000000000001.log");
        Files.writeString(segment, Files.readString(segment).replace("\"r1\"", "\"rX\""), StandardCharsets.UTF_8);

        assertThat(ChainCheck.of(folder).broken()).contains("access-00000000000000000001.log, line 2");
    }

    @Test
    void shouldRefuseASecondProcess() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            assertThat(log.available()).isTrue();
            assertThatThrownBy(() -> FileAccessLog.open(folder, clock)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldBeUnavailableWhenClosed() throws IOException {
        FileAccessLog log = FileAccessLog.open(folder, clock);
        log.close();

        assertThat(log.available()).isFalse();
        assertThatThrownBy(() -> log.permitted(Accesses.facts("r1", "s1", "2.25.1"), Accesses.permit(7, 1)))
                .isInstanceOf(AccessLogUnavailableException.class);
    }

    @Test
    void shouldBeReadableByItsOwnerOnly() throws IOException {
        FileAccessLog.open(folder, clock).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("access-00000000000000000001.log"))))
                .isEqualTo("rw-------");
    }

    private static List<AccessEntry> entries(FileAccessLog log) {
        awaitAllDurable(log);
        try (AccessLogReader reader = log.reader()) {
            return reader.after(0, 1_000);
        }
    }

    private static List<AccessEntry.Closed> closings(FileAccessLog log) {
        return entries(log).stream()
                .filter(AccessEntry.Closed.class::isInstance)
                .map(AccessEntry.Closed.class::cast)
                .toList();
    }

    /** A durable entry is synced with everything before it. */
    private static void awaitAllDurable(FileAccessLog log) {
        log.syncAll();
    }
}
