package org.assent.audit.cumulative;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.assent.audit.AccessCounts;
import org.assent.audit.AccessEntry;
import org.assent.audit.LoggedLine;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.tree.StateProofVerifier;

/**
 * Checks that a proof shows all entries of a subject (ledger property L6), from app hashes that the caller trusts (L7): those
 * of verified headers. Pure; never throws for any proof. {@code docs/access-log-format.md}, Checking.
 */
public final class SubjectProofVerifier {

    private final LongFunction<Optional<Bytes32>> appHashAfter;

    /**
     * Trusts these app hashes.
     *
     * @param appHashAfter the app hash of the state after a height, from header height + 1; empty if it is not known
     */
    public SubjectProofVerifier(LongFunction<Optional<Bytes32>> appHashAfter) {
        this.appHashAfter = appHashAfter;
    }

    /** Checks a proof for the first time; what it says of {@link Verdict.Complete#seen()} is for the next time. */
    public Verdict verify(SubjectProof proof) {
        return verify(proof, Optional.empty());
    }

    /** Checks a proof, and that it goes on from what was seen earlier. */
    public Verdict verify(SubjectProof proof, SeenHead earlier) {
        return verify(proof, Optional.of(earlier));
    }

    private Verdict verify(SubjectProof proof, Optional<SeenHead> earlier) {
        Optional<Bytes32> appHash = appHashAfter.apply(proof.anchor().height());
        if (appHash.isEmpty()) {
            return wrong(
                    Verdict.Fault.UNKNOWN_HEIGHT, "height " + proof.anchor().height());
        }
        AccessLogLeaf leaf;
        try {
            leaf = LeafCodec.accessLog(proof.anchor().leaf());
        } catch (MalformedBytes e) {
            return wrong(Verdict.Fault.NOT_ANCHORED, "the leaf is malformed");
        }
        if (!StateProofVerifier.provesPresence(
                appHash.get(),
                LeafKey.accessLog(proof.organization()),
                proof.anchor().leaf(),
                proof.anchor().path())) {
            return wrong(Verdict.Fault.NOT_ANCHORED, "the ledger does not hold this anchor");
        }
        Reading reading = new Reading(proof.subject());
        SubjectHead head = SubjectHead.start(LogSecret.mapKey(proof.logKey(), proof.subject()));
        if (earlier.filter(seen -> seen.sequence() > leaf.sequence()).isPresent()) {
            return wrong(
                    Verdict.Fault.OLDER,
                    "its anchor is number %d of this log, number %d was seen"
                            .formatted(leaf.sequence(), earlier.get().sequence()));
        }
        if (earlier.filter(seen -> !goesOn(proof, head, seen)).isPresent()) {
            return wrong(
                    Verdict.Fault.REWRITTEN,
                    "what was seen after entry " + earlier.get().count() + " is not in this log");
        }
        SubjectHead last = head;
        for (SubjectProof.Entry entry : proof.entries()) {
            Optional<Verdict.Wrong> fault = reading.take(entry, last);
            if (fault.isPresent()) {
                return fault.get();
            }
            last = last.with(entry.interval(), entry.salted());
        }
        boolean all = last.count() == 0
                ? StateProofVerifier.provesAbsence(leaf.root(), last.mapKey().toByteArray(), proof.path())
                : StateProofVerifier.provesPresence(
                        leaf.root(), last.mapKey().toByteArray(), last.value(proof.leafSalt()), proof.path());
        return all
                ? reading.complete(new SeenHead(proof.logKey(), last.count(), last.head(), leaf.sequence()))
                : wrong(Verdict.Fault.NOT_ALL, "the anchored root holds other entries than these " + last.count());
    }

    private static boolean goesOn(SubjectProof proof, SubjectHead start, SeenHead seen) {
        if (!seen.logKey().equals(proof.logKey())
                || seen.count() > proof.entries().size()) {
            return false;
        }
        SubjectHead head = start;
        for (SubjectProof.Entry entry : proof.entries().subList(0, (int) seen.count())) {
            head = head.with(entry.interval(), entry.salted());
        }
        return head.head().equals(seen.head());
    }

    private static Verdict.Wrong wrong(Verdict.Fault fault, String detail) {
        return new Verdict.Wrong(fault, detail);
    }

    /** What the entries that are shown say, one after the other. */
    private static final class Reading {
        private final SubjectId subject;
        private final Map<Long, Long> openByInterval = new HashMap<>();
        private long entries;
        private long shown;
        private long accesses;
        private long refusals;
        private long requests;
        private long unfinished;
        private long instances;
        private long bytes;
        private long newest;
        private boolean gaps;

        Reading(SubjectId subject) {
            this.subject = subject;
        }

        Optional<Verdict.Wrong> take(SubjectProof.Entry entry, SubjectHead before) {
            entries++;
            if (entry.interval() < 1 || entry.interval() > before.intervals() + 1) {
                return outOfPlace("begins interval " + entry.interval());
            }
            if (entry.opening().isEmpty()) {
                gaps = true;
                return Optional.empty();
            }
            SubjectProof.Opening opening = entry.opening().get();
            if (!SubjectHead.salted(opening.salt(), opening.json().getBytes(StandardCharsets.UTF_8))
                    .equals(entry.salted())) {
                return Optional.of(wrong(Verdict.Fault.ENTRY_CHANGED, "entry " + entries));
            }
            shown++;
            try {
                return fits(LoggedLine.read(opening.json()).entry(), entry.interval(), before.intervals() + 1);
            } catch (IOException e) {
                return outOfPlace("is no entry");
            }
        }

        private Optional<Verdict.Wrong> fits(AccessEntry entry, long interval, long next) {
            if (entry.sequence() <= newest) {
                return outOfPlace("has a number that is not greater than the one before");
            }
            newest = entry.sequence();
            return switch (entry) {
                case AccessEntry.Opened opened -> {
                    openByInterval.put(interval, opened.sequence());
                    accesses++;
                    yield begins(opened.decision().subject(), interval, next);
                }
                case AccessEntry.Refused refused -> {
                    refusals++;
                    yield begins(refused.decision().subject(), interval, next);
                }
                case AccessEntry.Closed closed -> ends(closed, interval, next);
                case AccessEntry.Joined joined -> outOfPlace("is of a kind that no chain has");
                case AccessEntry.Security security -> outOfPlace("is of a kind that no chain has");
            };
        }

        private Optional<Verdict.Wrong> begins(Optional<SubjectId> whose, long interval, long next) {
            if (!whose.equals(Optional.of(subject))) {
                return outOfPlace("is not about the subject");
            }
            return interval == next ? Optional.empty() : outOfPlace("does not begin the next interval");
        }

        private Optional<Verdict.Wrong> ends(AccessEntry.Closed closed, long interval, long next) {
            Long opening = openByInterval.remove(interval);
            boolean ofOther = opening == null ? !gaps : opening != closed.opening();
            if (interval >= next || ofOther) {
                return outOfPlace("ends an access that is not open");
            }
            AccessCounts counts = closed.counts();
            requests += counts.requests();
            unfinished += counts.unfinished();
            instances += counts.instances();
            bytes += counts.bytes();
            return Optional.empty();
        }

        private Optional<Verdict.Wrong> outOfPlace(String what) {
            return Optional.of(wrong(Verdict.Fault.ENTRY_OUT_OF_PLACE, "entry " + entries + " " + what));
        }

        Verdict.Complete complete(SeenHead seen) {
            return new Verdict.Complete(
                    entries,
                    shown,
                    accesses,
                    refusals,
                    openByInterval.size(),
                    requests,
                    unfinished,
                    instances,
                    bytes,
                    seen);
        }
    }
}
