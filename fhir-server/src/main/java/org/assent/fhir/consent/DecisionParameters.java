package org.assent.fhir.consent;

import java.util.Locale;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentInForce;
import org.assent.fhir.enforcement.StudyUid;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/** Decisions as parts of a Parameters resource. */
final class DecisionParameters {

    private DecisionParameters() {}

    /** Which study. */
    static void study(ParametersParameterComponent part, String uid) {
        part.addPart().setName("identifier").setValue(StudyUid.identifier(uid));
    }

    /** {@code permit}, {@code deny} or {@code undecided}. */
    static CodeType code(AccessDecision decision) {
        return new CodeType(
                switch (decision) {
                    case AccessDecision.Permit permit -> "permit";
                    case AccessDecision.Deny deny -> "deny";
                    case AccessDecision.Undecided undecided -> "undecided";
                });
    }

    /** Why: reason, policy, the Consents relied on, and what was looked at. */
    static void why(ParametersParameterComponent part, AccessDecision decision) {
        switch (decision) {
            case AccessDecision.Permit permit -> {}
            case AccessDecision.Deny deny -> reason(part, deny.reason());
            case AccessDecision.Undecided undecided -> reason(part, undecided.cause());
        }
        part.addPart().setName("policy").setValue(new UriType(decision.basis().policy()));
        for (ConsentInForce consent : decision.basis().consents()) {
            part.addPart().setName("consent").setValue(new Reference(consent.reference()));
        }
        for (String sentence : decision.basis().explanation()) {
            part.addPart().setName("explanation").setValue(new StringType(sentence));
        }
    }

    private static void reason(ParametersParameterComponent part, Enum<?> reason) {
        part.addPart()
                .setName("reason")
                .setValue(new CodeType(reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
}
