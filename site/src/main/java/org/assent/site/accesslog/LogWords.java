package org.assent.site.accesslog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.audit.cumulative.SubjectProof;
import org.assent.audit.cumulative.Verdict;

/** What the check of an access log found, for people. */
public final class LogWords {

    private LogWords() {}

    /**
     * One line a sentence.
     *
     * @param at when the anchor's state was final
     * @param earlier what was kept of the time before
     */
    public static List<String> of(SubjectProof log, Instant at, Optional<KeptHead> earlier, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Wrong wrong -> List.of(words(wrong.fault()) + " (" + wrong.detail() + ")");
            case Verdict.Complete complete -> words(log, at, earlier, complete);
        };
    }

    private static List<String> words(
            SubjectProof log, Instant at, Optional<KeptHead> earlier, Verdict.Complete complete) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "These are all %d entries that hospital %s had of patient %s when its log was fixed on the ledger, at height %d, %s."
                        .formatted(
                                complete.entries(),
                                log.organization().toHex(),
                                log.subject().toHex(),
                                log.anchor().height(),
                                at));
        lines.add(
                "%d of them are shown: %d accesses (an access is two entries, its beginning and its end) and %d refusals."
                        .formatted(complete.shown(), complete.accesses(), complete.refusals()));
        lines.add("By the accesses that ended, %d images or frames left the hospital, %d bytes."
                .formatted(complete.instances(), complete.bytes()));
        if (complete.endless() > 0) {
            lines.add(
                    "%d have no end yet: each counts as everything that it could reach.".formatted(complete.endless()));
        }
        if (complete.unfinished() > 0) {
            lines.add("%d of %d requests never said how they ended: each counts as everything that it asked for."
                    .formatted(complete.unfinished(), complete.requests()));
        }
        lines.add(
                earlier.isEmpty()
                        ? "Nothing was kept of an earlier check, so a rewrite before this one is not excluded: --kept FILE keeps"
                                + " it for the next time."
                        : "It goes on from what was kept after entry %d: nothing before was changed since."
                                .formatted(earlier.get().seen().count()));
        lines.add(
                "What stays trust: that each access was logged; what source and recipient hide together; what came later.");
        return lines;
    }

    private static String words(Verdict.Fault fault) {
        return switch (fault) {
            case UNKNOWN_HEIGHT -> "The header is not that of the height after the anchor's";
            case NOT_ANCHORED -> "The ledger does not hold this anchor for this organization";
            case NOT_ALL -> "These are not all entries, or not those that were fixed on the ledger";
            case ENTRY_CHANGED -> "An entry is not what its hash says";
            case ENTRY_OUT_OF_PLACE ->
                "The entries make no sense one after the other, or one is not about this patient";
            case OLDER -> "This proof is older than the newest one that was checked: ask for a new one";
            case REWRITTEN -> "The log was rewritten: it does not go on from what was kept of the earlier check";
        };
    }
}
