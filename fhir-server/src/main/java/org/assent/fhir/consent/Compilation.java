package org.assent.fhir.consent;

import java.util.List;
import java.util.Set;
import org.assent.decision.terms.ConsentTerms;
import org.assent.fhir.enforcement.Issue;
import org.assent.ledger.identity.OrganizationId;

/** What became of a Consent in the compiler. */
sealed interface Compilation {

    /**
     * All of it was understood.
     *
     * @param terms what decisions are made on
     * @param recipients the other organizations that it permits something by name
     */
    record Compiled(ConsentTerms terms, Set<OrganizationId> recipients) implements Compilation {
        public Compiled {
            recipients = Set.copyOf(recipients);
        }
    }

    /** Something was not understood, so nothing of it may be recorded. */
    record NotUnderstood(List<Issue> issues) implements Compilation {
        public NotUnderstood {
            issues = List.copyOf(issues);
        }
    }
}
