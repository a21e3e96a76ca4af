package org.assent.ledger.transaction;

/**
 * Why the ledger refused a transaction. The numbers are agreed by all nodes (they are hashed into the block's results)
 * and never reused; 0 is success.
 */
public enum RejectCode {
    /** Bytes that are not a canonical envelope or body, or break a stated limit. */
    MALFORMED(1),
    /** Block time is past its expiry, or the expiry is too far ahead. */
    EXPIRED(2),
    /** A signature does not verify, or a needed one is missing. */
    BAD_SIGNATURE(3),
    /** Fewer than m accreditors signed. */
    NOT_ACCREDITED(10),
    /** The leaf that it would open is there already. */
    EXISTS(11),
    /** The source is not registered or is suspended. */
    UNKNOWN_SOURCE(12),
    /** The source has spent its quota. */
    OVER_QUOTA(13),
    /** The StudyRef belongs to another source. */
    FOREIGN_STUDY(20),
    /** The revision is not the leaf's revision + 1. */
    WRONG_REVISION(21),
    /** No such subject. */
    UNKNOWN_SUBJECT(30),
    /** The signer's authority does not suffice. */
    NOT_ENTITLED(31),
    /** The sequence is not the subject's sequence + 1. */
    WRONG_SEQUENCE(32),
    /** The subject has as many open consents as the limit allows. */
    TOO_MANY_CONSENTS(33),
    /** The source does not vouch for the terms, or its signature does not verify. */
    NOT_HELD(34),
    /** The ConsentId was closed before and cannot be opened again. */
    ALREADY_CLOSED(35),
    /** No consent of that id was ever open: there is nothing to close, yet. */
    NOTHING_TO_CLOSE(36),
    /** As many Consents were recorded for the subject on this day as the limit allows. */
    SUBJECT_OVER_QUOTA(37);

    private final int number;

    RejectCode(int number) {
        this.number = number;
    }

    /** The agreed number, greater than 0. */
    public int number() {
        return number;
    }
}
