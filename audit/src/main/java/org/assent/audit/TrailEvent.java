package org.assent.audit;

/**
 * What becomes one AuditEvent: an access, a refusal or a security event. The same {@link #id()} is the same event, so
 * storing it under that id twice stores it once.
 */
public sealed interface TrailEvent permits AccessSummary, TrailEvent.Refusal, TrailEvent.Security {

    /** A random UUID, the same whenever the event is given. */
    String id();

    /** A refused or undecided request. */
    record Refusal(AccessEntry.Refused entry) implements TrailEvent {
        @Override
        public String id() {
            return entry.receiptId();
        }
    }

    /** A security event. */
    record Security(AccessEntry.Security entry) implements TrailEvent {
        @Override
        public String id() {
            return entry.id();
        }
    }
}
