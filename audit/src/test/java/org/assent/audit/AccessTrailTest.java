package org.assent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assent.testsupport.FixedClock;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTrailTest {

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");

    @Test
    void shouldShowAnAccessWhenItOpensAndAgainWhenItIsOver() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock);
                AccessTrail trail = log.trail(0)) {
            AccessHandle handle = log.permitted(Accesses.facts("r1", "s1", "2.25.1"), Accesses.permit(7, 1));

            AccessSummary opened = onlySummary(trail.next(100));
            assertThat(opened.id()).isEqualTo(handle.receiptId());
            assertThat(opened.ended()).isEmpty();
            assertThat(opened.decision().height()).isEqualTo(7);
            assertThat(trail.position()).isZero(); // it may still grow

            log.permitted(Accesses.facts("r2", "s1", "2.25.1"), Accesses.permit(7, 1))
                    .completed(200, 1, 10, false);
            log.syncAll();
            assertThat(trail.next(100)).isEmpty(); // not before two seconds
            clock.advance(AccessTrail.GROWTH);
            assertThat(onlySummary(trail.next(100)).counts().requests()).isEqualTo(2);

            handle.completed(200, 1, 20, false);
            clock.advance(Duration.ofSeconds(11));
            log.sweep();
            log.syncAll();
            AccessSummary over = onlySummary(trail.next(100));
            assertThat(over.id()).isEqualTo(handle.receiptId());
            assertThat(over.counts()).isEqualTo(new AccessCounts(2, 0, 2, 30, 0));
            assertThat(over.ended()).isPresent();
            assertThat(trail.position()).isEqualTo(log.durable());
        }
    }

    @Test
    void shouldGiveTheSameEventsWhenTheFollowerCrashed() throws IOException {
        try (FileAccessLog log = FileAccessLog.open(folder, clock)) {
            log.permitted(Accesses.facts("r1", "s1", "2.25.1"), Accesses.permit(7, 1))
                    .completed(200, 1, 10, false);
            log.refused(Accesses.facts("r2", "s1", "2.25.1"), Accesses.deny(9));
            Map<String, TrailEvent> before = new HashMap<>();
            long position;
            try (AccessTrail trail = log.trail(0)) {
                trail.next(100).forEach(event -> before.put(event.id(), event));
                position = trail.position();
            }
            clock.advance(Duration.ofSeconds(11));
            log.sweep();
            log.syncAll();

            try (AccessTrail trail = log.trail(position)) {
                List<TrailEvent> again = trail.next(100);
                assertThat(again).extracting(TrailEvent::id).containsExactlyInAnyOrderElementsOf(before.keySet());
                assertThat(trail.position()).isEqualTo(log.durable());
            }
        }
    }

    @Test
    void shouldAddUpToTheEntriesOfTheLog() throws IOException {
        Random random = Seeds.random("AccessTrailTest.shouldAddUpToTheEntriesOfTheLog");
        FileAccessLog.Settings small = new FileAccessLog.Settings(
                Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(1), 20_000, 5);
        Map<String, TrailEvent> events = new HashMap<>();
        long permitted = 0;
        long instances = 0;
        long refused = 0;
        FileAccessLog log = FileAccessLog.open(folder, clock, small);
        try {
            long position = 0;
            AccessTrail trail = log.trail(position);
            List<AccessHandle> running = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                switch (random.nextInt(12)) {
                    case 0 -> {
                        log.refused(Accesses.facts("r" + i, "s" + random.nextInt(3), "2.25.1"), Accesses.deny(i));
                        refused++;
                    }
                    case 1 -> {
                        clock.advance(Duration.ofSeconds(random.nextInt(15)));
                        log.sweep();
                    }
                    case 2 -> { // the follower dies and goes on from what it kept
                        position = trail.position();
                        trail.close();
                        trail = log.trail(position);
                    }
                    case 3 -> trail.next(1 + random.nextInt(50)).forEach(event -> events.put(event.id(), event));
                    case 4 -> {
                        if (!running.isEmpty()) {
                            running.remove(random.nextInt(running.size())).completed(200, 1, 1, false);
                            instances++;
                        }
                    }
                    default -> {
                        running.add(log.permitted(
                                Accesses.facts("r" + i, "s" + random.nextInt(3), "2.25." + random.nextInt(4)),
                                Accesses.permit(i, random.nextInt(2))));
                        permitted++;
                    }
                }
            }
            position = trail.position();
            trail.close();
            log.close();
            log = FileAccessLog.open(folder, clock, small);
            try (AccessTrail rest = log.trail(position)) {
                for (List<TrailEvent> batch = rest.next(50); !batch.isEmpty(); batch = rest.next(50)) {
                    batch.forEach(event -> events.put(event.id(), event));
                }
            }
        } finally {
            log.close();
        }

        List<AccessSummary> summaries = events.values().stream()
                .filter(AccessSummary.class::isInstance)
                .map(AccessSummary.class::cast)
                .toList();
        assertThat(summaries).allSatisfy(summary -> assertThat(summary.ended()).isPresent());
        assertThat(summaries.stream().mapToLong(s -> s.counts().requests()).sum())
                .isEqualTo(permitted);
        assertThat(summaries.stream().mapToLong(s -> s.counts().instances()).sum())
                .isEqualTo(instances);
        assertThat(summaries.stream().mapToLong(s -> s.counts().unfinished()).sum())
                .isEqualTo(permitted - instances);
        assertThat(events.values().stream().filter(TrailEvent.Refusal.class::isInstance))
                .hasSize((int) refused);
        assertThat(ChainCheck.of(folder).broken()).isEmpty();
    }

    private static AccessSummary onlySummary(List<TrailEvent> events) {
        assertThat(events).hasSize(1);
        return (AccessSummary) events.getFirst();
    }
}
