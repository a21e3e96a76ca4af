package org.assent.custody.restriction;

import org.assent.ledger.transaction.RejectCode;

/** What becomes of a restriction that was handed over. */
public sealed interface HandingOutcome {

    /** It is on the ledger, at this height or before. */
    record OnLedger(long height) implements HandingOutcome {}

    /** It binds at this site from now on, and is submitted until the ledger has it. */
    record BindsHere() implements HandingOutcome {}

    /** The subject is another source's; the ledger has been asked, and has not answered yet. */
    record Submitted() implements HandingOutcome {}

    /** It is none, or the ledger would refuse it. */
    record Refused(RejectCode code) implements HandingOutcome {}

    /** Nothing was done, the ledger is away and the subject is another source's: hand it to that one. */
    record Away() implements HandingOutcome {}

    /** As many wait as are kept; nothing was done. */
    record Full() implements HandingOutcome {}
}
