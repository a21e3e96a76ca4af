package org.assent.receipt;

/** Who a receipt is for, and so how much it opens. */
public enum View {
    /** The recipient's: the permitting consents and the study; of the other consents only their number. */
    RECIPIENT("recipient"),
    /** The patient's and the auditor's: everything, so that the decision can be computed again. */
    PATIENT("patient");

    private final String text;

    View(String text) {
        this.text = text;
    }

    /** As it stands in a receipt. */
    public String text() {
        return text;
    }
}
