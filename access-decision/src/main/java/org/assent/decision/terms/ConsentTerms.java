package org.assent.decision.terms;

import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;

/**
 * A consent compiled for decisions: a root rule, exceptions to it, and the policy that was agreed to.
 *
 * @param policy URI of the policy that was presented, e.g. a PCF overarching policy
 * @param root the base rule
 * @param exceptions nested provisions, in the order of the Consent, 0 to 64
 * @param source SHA-256 of the FHIR Consent in canonical form (RFC 8785)
 */
public record ConsentTerms(String policy, Rule root, List<Rule> exceptions, Bytes32 source) {

    /** The most exceptions that a consent may have. */
    public static final int MAX_EXCEPTIONS = 64;

    public ConsentTerms {
        Checks.visibleAscii("policy", policy, 255);
        Checks.size("exceptions of a consent", exceptions, 0, MAX_EXCEPTIONS);
        exceptions = List.copyOf(exceptions);
    }
}
