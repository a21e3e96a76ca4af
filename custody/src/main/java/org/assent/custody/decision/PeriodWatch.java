package org.assent.custody.decision;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.assent.ledger.identity.SubjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what changes by the passing of time alone: a period of a consent that begins or ends, and a ledger that grows
 * stale. Looks four times a second, so that a running transfer is cut within a second of its permission's end.
 */
public final class PeriodWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodWatch.class);
    private static final long TICK_MILLIS = 250;

    private final Clock clock;
    private final ChangeNotifier notifier;
    private final BooleanSupplier current;
    private final Runnable grownStale;
    private final ConcurrentSkipListMap<Instant, Set<SubjectId>> bounds = new ConcurrentSkipListMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean wasCurrent;

    /**
     * Looks at nothing before {@link #start()}.
     *
     * @param current whether the ledger is current enough
     * @param grownStale what to do when it is no longer
     */
    PeriodWatch(Clock clock, ChangeNotifier notifier, BooleanSupplier current, Runnable grownStale) {
        this.clock = clock;
        this.notifier = notifier;
        this.current = current;
        this.grownStale = grownStale;
    }

    /** Watches the periods of a subject's consent, as far as they lie ahead. */
    public void watch(SubjectId subject, ConsentTerms terms) {
        Instant now = clock.instant();
        Stream.concat(Stream.of(terms.root()), terms.exceptions().stream())
                .map(Rule::period)
                .flatMap(PeriodWatch::bounds)
                .filter(bound -> !bound.isBefore(now))
                .forEach(bound -> bounds.compute(bound, (at, subjects) -> {
                    Set<SubjectId> all = subjects == null ? ConcurrentHashMap.newKeySet() : subjects;
                    all.add(subject);
                    return all;
                }));
    }

    /** Takes the first look before it returns, so that a ledger that grows stale right afterwards is noticed. */
    void start() {
        tick();
        Thread.ofPlatform().name("period-watch").daemon(true).start(this::run);
    }

    private void run() {
        try {
            while (!closing.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    tick();
                } catch (RuntimeException e) {
                    LOG.error("the watch over periods failed and goes on", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look. Both ends of a period are inside it, so a bound is passed only when the clock is past it. */
    void tick() {
        Set<SubjectId> changed = new HashSet<>();
        Instant now = clock.instant();
        while (!bounds.isEmpty() && bounds.firstKey().isBefore(now)) {
            var passed = bounds.pollFirstEntry();
            if (passed != null) {
                changed.addAll(passed.getValue());
            }
        }
        changed.forEach(notifier::changed);
        boolean isCurrent = current.getAsBoolean();
        if (wasCurrent && !isCurrent) {
            LOG.warn("the ledger has grown stale: no other organization is answered until it goes on");
            grownStale.run();
        }
        if (!wasCurrent && isCurrent) {
            LOG.info("the ledger is current");
        }
        wasCurrent = isCurrent;
    }

    private static Stream<Instant> bounds(Period period) {
        return Stream.concat(period.start().stream(), period.end().stream());
    }

    /** Stops looking. */
    @Override
    public void close() {
        closing.countDown();
    }
}
