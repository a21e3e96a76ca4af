package org.assent.audit.cumulative;

/** What a proof about an access log shows. */
public sealed interface Verdict {

    /**
     * These are all entries of the subject up to the anchor.
     *
     * @param entries number of entries
     * @param shown how many of them were shown in full and checked
     * @param accesses how many of those open an access
     * @param refusals how many are refusals
     * @param endless how many accesses that were shown have no end yet; each counts as everything that it could reach
     * @param requests requests under the accesses whose end was shown
     * @param unfinished how many of these never said how they ended; each counts as everything that it asked for
     * @param instances instances or frames that left under the accesses whose end was shown
     * @param bytes bytes likewise
     * @param seen to keep for the next time
     */
    record Complete(
            long entries,
            long shown,
            long accesses,
            long refusals,
            long endless,
            long requests,
            long unfinished,
            long instances,
            long bytes,
            SeenHead seen)
            implements Verdict {}

    /** Something is wrong, and the proof shows nothing. */
    record Wrong(Fault fault, String detail) implements Verdict {}

    /** What can be wrong. */
    enum Fault {
        /** Not the app hash of that height, or the height is not known to the verifier. */
        UNKNOWN_HEIGHT,
        /** The ledger does not hold that anchor for that organization. */
        NOT_ANCHORED,
        /** The entries are not those under the anchored root: some are missing, added, changed or in another order. */
        NOT_ALL,
        /** An entry is not what its hash says. */
        ENTRY_CHANGED,
        /** The entries do not make sense one after the other, or one is not about the subject. */
        ENTRY_OUT_OF_PLACE,
        /** The anchor is an older one than that of the log that was seen earlier: nothing is said of what is between. */
        OLDER,
        /** The log does not go on from the head that was seen earlier. */
        REWRITTEN
    }
}
