package org.assent.receipt;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;

/** Terms of the usual kinds. */
final class Consented {

    static final PurposeOfUse RESEARCH = new PurposeOfUse(PurposeOfUse.ACT_REASON, "HRESCH");

    private Consented() {}

    /** These studies to an organization for treatment. */
    static ConsentTerms to(String organization, String... studies) {
        return terms(Effect.PERMIT, organization, PurposeOfUse.TREAT, studies);
    }

    /** Nothing of these studies to an organization for any purpose under treatment. */
    static ConsentTerms notTo(String organization, String... studies) {
        return terms(Effect.DENY, organization, PurposeOfUse.TREAT, studies);
    }

    static ConsentTerms terms(Effect effect, String organization, PurposeOfUse purpose, String... studies) {
        return new ConsentTerms(
                ImplicitPolicy.DENY.uri(),
                new Rule(
                        effect,
                        Set.of(new Actor.ByOrganization(Ward.organization(organization))),
                        Set.of(purpose),
                        Period.ALWAYS,
                        studies.length == 0
                                ? DataSelection.ALL
                                : DataSelection.ofStudies(Arrays.stream(studies).collect(Collectors.toSet()))),
                List.of(),
                TestKeys.bytes("FHIR Consent to " + organization + effect));
    }
}
