package org.assent.authorization.token;

import org.assent.decision.AccessDecision;
import org.assent.decision.request.Requester;

/** What the token endpoint asks of the site's decision point, on behalf of another organization. Thread-safe. */
public interface TokenDecision {

    /**
     * Whether the site as a whole can decide for other organizations now. While it cannot, every one of them is told to come
     * again later, whatever it asks for.
     */
    boolean current();

    /** Decides whether the requester may have a token for a study of this site. */
    Outcome decide(Requester requester, String studyInstanceUid);

    /** The answer. */
    sealed interface Outcome {

        /** It may; the claims inform other enforcement points, every request is decided again. */
        record Permitted(AccessDecision.Permit decision, ConsentClaims claims) implements Outcome {}

        /** It may not, or it could not be decided for this one patient; to the requester both look the same. */
        record Refused(AccessDecision decision) implements Outcome {}

        /** The site as a whole cannot decide for other organizations now. */
        record NotCurrent() implements Outcome {}
    }
}
