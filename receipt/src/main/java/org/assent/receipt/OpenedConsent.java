package org.assent.receipt;

import java.util.List;
import org.assent.decision.ConsentInForce;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OpenConsent;

/**
 * An open consent's entry with what it commits to. Personal data.
 *
 * @param entry as the subject's leaf commits to it
 * @param salt of its commitment
 * @param terms canonical bytes
 */
public record OpenedConsent(OpenConsent entry, Salt salt, Bytes terms) {

    /**
     * An opened consent and where it stands among all of the subject.
     *
     * @param opened the consent
     * @param index position among the subject's open consents, from 0
     * @param path RFC 6962 path to the root in the subject's leaf
     */
    public record Placed(OpenedConsent opened, int index, List<Bytes32> path) {
        public Placed {
            path = List.copyOf(path);
        }
    }

    /** Whether the entry commits to this content for the subject. */
    public boolean opens(SubjectId subject) {
        return new TermsOpening(salt, subject, entry.consent(), entry.sequence(), terms).opens(entry);
    }

    /** As decisions read it; its reference is its id on the ledger. */
    public ConsentInForce inForce() throws MalformedBytes {
        return new ConsentInForce(
                entry.consent(), entry.sequence(), entry.consent().toHex(), TermsCodec.decode(terms));
    }

    /** Nothing of the terms. */
    @Override
    public String toString() {
        return "opened consent " + entry.consent();
    }
}
