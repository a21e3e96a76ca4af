package org.assent.receipt;

import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;

/**
 * A source's signed statement about one decision, and the evidence for it (ledger property L7). Holds openings, hence personal
 * data: never to be logged, never public. Construction checks what a view may hold; whether it is true is for
 * {@link ReceiptVerifier} to say.
 *
 * @param view who it is for
 * @param statement what the source says
 * @param key the source's service key that signed it
 * @param signature over the statement's digest
 * @param request what was asked
 * @param evidence the state that was decided on
 */
public record Receipt(
        View view, Statement statement, PublicKey key, Signature signature, Request request, Evidence evidence) {

    /** The most bytes of a receipt's text. */
    public static final int MAX_LENGTH = 64 * 1024;

    public Receipt {
        int studies = statement.decisions().size();
        if (request.studies().size() != studies || evidence.studies().size() != studies) {
            throw new IllegalArgumentException("request, decisions and evidence must be about the same studies");
        }
        boolean own = request.requester().organization().equals(statement.source());
        switch (view) {
            case RECIPIENT -> {
                if (studies != 1 || !statement.decisions().getFirst().permitted()) {
                    throw new IllegalArgumentException(
                            "a recipient has receipts only for one study that was permitted");
                }
                if (evidence.requester().isPresent() || !(evidence.consents() instanceof Consents.Some)) {
                    throw new IllegalArgumentException("a recipient's view opens only what it relies on");
                }
            }
            case PATIENT -> {
                if (evidence.requester().isPresent() == own || !(evidence.consents() instanceof Consents.All)) {
                    throw new IllegalArgumentException("a patient's view opens everything, the requester's leaf too");
                }
            }
        }
    }

    /** Nothing of the content. */
    @Override
    public String toString() {
        return "a receipt, " + view.text() + "'s view";
    }
}
