package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.CustodyMode;

/**
 * Opens a patient's pseudonym at one source. Signed by the source's transaction key and by the subject's first key.
 *
 * @param source the organization that identified the person
 * @param firstKey the key that gives the SubjectId and holds its first authority
 * @param custody who keeps that key
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record EnrollSubject(OrganizationId source, PublicKey firstKey, CustodyMode custody, Instant expires)
        implements Transaction {

    public EnrollSubject {
        Checks.wholeSeconds("expires", expires);
    }

    /** The id that the first key gives it. */
    public SubjectId subject() {
        return SubjectId.of(firstKey);
    }
}
