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
    /** No such organization, or it is suspended. */
    UNKNOWN_ORGANIZATION(14),
    /** The organization is suspended already, or is not suspended. */
    NOTHING_TO_CHANGE(15),
    /** The StudyRef belongs to another source. */
    FOREIGN_STUDY(20),
    /** The revision of the study or organization is not the leaf's revision + 1. */
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
    SUBJECT_OVER_QUOTA(37),
    /** The counter is not the subject's authority counter + 1. */
    WRONG_COUNTER(38),
    /** The subject was erased, or its erasure was requested. */
    ERASED(39),
    /** The subject would have more keys than the limit allows, or a key twice. */
    KEYS_NOT_POSSIBLE(40),
    /** Custody is never given back to the custodian. */
    CUSTODY_NOT_POSSIBLE(41),
    /** A recovery is pending already. */
    RECOVERY_PENDING(42),
    /** No such recovery is pending, and none was. */
    NOTHING_TO_VETO(43),
    /** The subject is not frozen. */
    NOTHING_TO_UNFREEZE(44),
    /** The erasure of the subject was not requested. */
    ERASURE_NOT_REQUESTED(45),
    /** The organization is not accredited for emergencies. */
    NOT_FOR_EMERGENCIES(50),
    /** As many emergencies were declared on this day as the limit allows. */
    TOO_MANY_EMERGENCIES(51),
    /** The anchor does not follow the last one, or counts fewer intervals. */
    GAP_IN_LOG(52),
    /** No such proposal, or the approval is of another change. */
    UNKNOWN_PROPOSAL(60),
    /** The proposal was decided, or its time is over. */
    PROPOSAL_CLOSED(61),
    /** The change would break a limit that always holds. */
    CHANGE_NOT_POSSIBLE(62),
    /** As many proposals are open as the limit allows. */
    TOO_MANY_PROPOSALS(63);

    private final int number;

    RejectCode(int number) {
        this.number = number;
    }

    /** The agreed number, greater than 0. */
    public int number() {
        return number;
    }
}
