package org.assent.audit.cumulative;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assent.audit.AccessCounts;
import org.assent.audit.AccessEntry;
import org.assent.audit.AccessFacts;
import org.assent.audit.LoggedLine;
import org.assent.decision.request.Operation;
import org.assent.ledger.identity.OrganizationId;

/**
 * Compares what a source says that it sent to a recipient with what the recipient says that it received, of one subject and
 * study by study. Both proofs were verified before and show all entries. One honest side is enough to find a transfer that
 * the other hides; what both hide no log can show. Pure.
 */
public final class TransferComparison {

    /**
     * One study.
     *
     * @param sent instances or frames that left the source for the recipient
     * @param received instances or frames that the recipient's people got of it
     * @param certain whether all accesses of both logs said how they ended; else both numbers are lower bounds
     */
    public record Counted(long sent, long received, boolean certain) {

        /** Whether both logs say the same, and all of it. */
        public boolean agrees() {
            return certain && sent == received;
        }
    }

    private TransferComparison() {}

    /**
     * The counts by StudyInstanceUID, of every study that either log names.
     *
     * @throws IllegalArgumentException if the proofs are of two subjects, or hold what is no entry
     */
    public static Map<String, Counted> of(SubjectProof source, SubjectProof recipient) {
        if (!source.subject().equals(recipient.subject())) {
            throw new IllegalArgumentException("the proofs are of two subjects");
        }
        Map<String, Side> sent = side(source, recipient.organization());
        Map<String, Side> received = side(recipient, recipient.organization());
        Set<String> studies = new TreeSet<>(sent.keySet());
        studies.addAll(received.keySet());
        Map<String, Counted> counted = new TreeMap<>();
        for (String study : studies) {
            Side one = sent.getOrDefault(study, Side.NONE);
            Side other = received.getOrDefault(study, Side.NONE);
            counted.put(study, new Counted(one.instances, other.instances, one.certain() && other.certain()));
        }
        return counted;
    }

    /**
     * What one log says of a study.
     *
     * @param uncertain how many accesses have no end, or requests without one
     */
    private record Side(long instances, long uncertain) {
        static final Side NONE = new Side(0, 0);

        boolean certain() {
            return uncertain == 0;
        }

        Side opened() {
            return new Side(instances, uncertain + 1);
        }

        Side closed(AccessCounts counts) {
            return new Side(instances + counts.instances(), uncertain - 1 + counts.unfinished());
        }
    }

    private static Map<String, Side> side(SubjectProof proof, OrganizationId requester) {
        Map<String, Side> sides = new HashMap<>();
        Map<Long, String> studies = new HashMap<>();
        for (SubjectProof.Entry entry : proof.entries()) {
            String json = entry.opening()
                    .orElseThrow(() -> new IllegalArgumentException("a proof does not show all entries"))
                    .json();
            switch (read(json)) {
                case AccessEntry.Opened opened
                when isTransfer(opened.facts(), requester) -> {
                    String study = opened.facts().studyInstanceUids().getFirst();
                    studies.put(entry.interval(), study);
                    sides.put(study, sides.getOrDefault(study, Side.NONE).opened());
                }
                case AccessEntry.Closed closed ->
                    sides.computeIfPresent(
                            studies.getOrDefault(entry.interval(), ""), (study, side) -> side.closed(closed.counts()));
                case AccessEntry.Opened opened -> {}
                case AccessEntry.Refused refused -> {}
                case AccessEntry.Joined joined -> {}
                case AccessEntry.Security security -> {}
            }
        }
        return sides;
    }

    private static boolean isTransfer(AccessFacts facts, OrganizationId requester) {
        return facts.requester().organization().equals(requester)
                && facts.surface() == AccessFacts.Surface.DICOMWEB
                && facts.operation() == Operation.RETRIEVE
                && facts.studyInstanceUids().size() == 1;
    }

    private static AccessEntry read(String json) {
        try {
            return LoggedLine.read(json).entry();
        } catch (IOException e) {
            throw new IllegalArgumentException("a proof holds what is no entry", e);
        }
    }
}
