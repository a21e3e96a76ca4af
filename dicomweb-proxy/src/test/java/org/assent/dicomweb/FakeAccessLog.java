package org.assent.dicomweb;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.assent.audit.AccessFacts;
import org.assent.audit.AccessHandle;
import org.assent.audit.AccessLog;
import org.assent.audit.AccessLogUnavailableException;
import org.assent.audit.SecurityEvent;
import org.assent.decision.AccessDecision;
import org.jspecify.annotations.Nullable;

/** An access log in memory that remembers how each request ended. */
final class FakeAccessLog implements AccessLog {

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    /** How a request ended. */
    record End(int status, long instances, long bytes, boolean cut) {}

    /** One request. */
    record Entry(AccessFacts facts, AccessDecision decision, String receipt, AtomicReference<@Nullable End> end) {

        /** Waits for the end, a while. */
        End ended() {
            await().atMost(Duration.ofSeconds(10)).until(() -> end.get() != null);
            return Objects.requireNonNull(end.get());
        }
    }

    /** From now on nothing can be written. */
    void breakDown() {
        broken = true;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    List<SecurityEvent> events() {
        return List.copyOf(events);
    }

    Entry last() {
        return entries.get(entries.size() - 1);
    }

    @Override
    public AccessHandle permitted(AccessFacts facts, AccessDecision.Permit decision) {
        return add(facts, decision);
    }

    @Override
    public AccessHandle refused(AccessFacts facts, AccessDecision decision) {
        return add(facts, decision);
    }

    private AccessHandle add(AccessFacts facts, AccessDecision decision) {
        if (broken) {
            throw new AccessLogUnavailableException("the disk is gone", new IllegalStateException());
        }
        Entry entry = new Entry(facts, decision, UUID.randomUUID().toString(), new AtomicReference<>());
        entries.add(entry);
        return new AccessHandle() {
            @Override
            public String receiptId() {
                return entry.receipt();
            }

            @Override
            public void completed(int status, long instances, long bytes, boolean cut) {
                if (!entry.end().compareAndSet(null, new End(status, instances, bytes, cut))) {
                    throw new IllegalStateException("completed twice");
                }
            }
        };
    }

    @Override
    public void event(SecurityEvent event) {
        events.add(event);
    }
}
