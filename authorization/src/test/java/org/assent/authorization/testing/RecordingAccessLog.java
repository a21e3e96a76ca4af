package org.assent.authorization.testing;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assent.audit.AccessFacts;
import org.assent.audit.AccessHandle;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.decision.AccessDecision;

/** An access log in memory that tests read. Thread-safe. */
public final class RecordingAccessLog implements AccessLog {

    /** One access, as it was logged. */
    public record Entry(AccessFacts facts, AccessDecision decision) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public AccessHandle permitted(AccessFacts facts, AccessDecision.Permit decision) {
        return add(facts, decision);
    }

    @Override
    public AccessHandle refused(AccessFacts facts, AccessDecision decision) {
        return add(facts, decision);
    }

    private AccessHandle add(AccessFacts facts, AccessDecision decision) {
        entries.add(new Entry(facts, decision));
        return new AccessHandle() {
            private final String receipt = UUID.randomUUID().toString();

            @Override
            public String receiptId() {
                return receipt;
            }

            @Override
            public void completed(int status, long instances, long bytes, boolean cut) {}
        };
    }

    @Override
    public void event(SecurityEvent event) {
        events.add(event);
    }

    /** Accesses so far. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Events so far. */
    public List<SecurityEvent> events() {
        return List.copyOf(events);
    }
}
