package org.assent.ledger.bytes;

/**
 * The closed list of what is hashed, so that bytes made for one purpose can never stand for another.
 *
 * <p>The hashed text is {@code assent/<thing>/v1}.
 */
public enum Domain {
    ORGANIZATION("organization"),
    SUBJECT("subject"),
    STUDY("study"),
    STUDY_RECORD("study-record"),
    TERMS("terms"),
    INSTANCE("instance"),
    TRANSACTION("transaction"),
    HELD("held"),
    EMERGENCY("emergency"),
    LOG("log"),
    LOG_ENTRY("log-entry"),
    CLOSED_CONSENT("closed-consent"),
    EMERGENCIES("emergencies"),
    PROPOSAL("proposal"),
    CHANGE("change"),
    RECEIPT("receipt"),
    RECEIPT_REQUEST("receipt-request"),
    INVITATION("invitation");

    private final String text;

    Domain(String thing) {
        this.text = "assent/" + thing + "/v1";
    }

    /** The text that is hashed, ASCII. */
    public String text() {
        return text;
    }
}
