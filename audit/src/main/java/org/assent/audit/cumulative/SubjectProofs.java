package org.assent.audit.cumulative;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.assent.audit.AccessEntry;
import org.assent.audit.AccessLogReader;
import org.assent.audit.LoggedLine;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;

/** Makes proofs for subjects from the durable log and an anchored version. Reads the log once a proof. Thread-safe. */
public final class SubjectProofs {

    private static final int AT_ONCE = 1_000;

    private final OrganizationId organization;
    private final LogSecrets secrets;
    private final Supplier<AccessLogReader> readers;

    /** Of an organization's log. */
    public SubjectProofs(OrganizationId organization, LogSecrets secrets, Supplier<AccessLogReader> readers) {
        this.organization = organization;
        this.secrets = secrets;
        this.readers = readers;
    }

    /**
     * The proof for a subject.
     *
     * @param anchored the version whose root the anchor holds
     * @param opened which of the entries, from 1, are shown in full; of the others the chain is shown
     */
    public SubjectProof of(SubjectId subject, LogVersion anchored, LogAnchor anchor, LongPredicate opened) {
        LogSecret secret = secrets.of(subject);
        Bytes32 mapKey = secret.mapKey(subject);
        List<SubjectProof.Entry> entries = new ArrayList<>();
        Map<Long, Long> open = new HashMap<>();
        long intervals = 0;
        try (AccessLogReader reader = readers.get()) {
            for (long at = 0; at < anchored.position(); ) {
                int wanted = (int) Math.min(AT_ONCE, anchored.position() - at);
                List<LoggedLine> lines = reader.linesAfter(at, wanted);
                if (lines.isEmpty()) {
                    throw new IllegalStateException("the access log ends at " + at + ", before " + anchored);
                }
                for (LoggedLine line : lines) {
                    at = line.entry().sequence();
                    Optional<Long> interval = interval(subject, line.entry(), open, intervals + 1);
                    if (interval.isPresent()) {
                        intervals = Math.max(intervals, interval.get());
                        entries.add(entry(secret, entries.size() + 1, interval.get(), line.json(), opened));
                    }
                }
            }
        }
        return new SubjectProof(
                organization,
                subject,
                secret.logKey(),
                entries,
                secret.leafSalt(entries.size()),
                anchored.tree().prove(mapKey),
                anchor);
    }

    private static Optional<Long> interval(SubjectId subject, AccessEntry entry, Map<Long, Long> open, long next) {
        return switch (entry) {
            case AccessEntry.Opened opened
            when isOf(subject, opened.decision().subject()) -> {
                open.put(opened.sequence(), next);
                yield Optional.of(next);
            }
            case AccessEntry.Refused refused
            when isOf(subject, refused.decision().subject()) -> Optional.of(next);
            case AccessEntry.Closed closed -> Optional.ofNullable(open.remove(closed.opening()));
            case AccessEntry.Opened opened -> Optional.empty();
            case AccessEntry.Refused refused -> Optional.empty();
            case AccessEntry.Joined joined -> Optional.empty();
            case AccessEntry.Security security -> Optional.empty();
        };
    }

    private static boolean isOf(SubjectId subject, Optional<SubjectId> other) {
        return other.filter(subject::equals).isPresent();
    }

    private static SubjectProof.Entry entry(
            LogSecret secret, long n, long interval, String json, LongPredicate opened) {
        Bytes32 salt = secret.entrySalt(n);
        return new SubjectProof.Entry(
                interval,
                SubjectHead.salted(salt, json.getBytes(StandardCharsets.UTF_8)),
                opened.test(n) ? Optional.of(new SubjectProof.Opening(salt, json)) : Optional.empty());
    }
}
