package org.assent.fhir.consent;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.terms.ConsentTerms;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.Caller;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.Issue;
import org.assent.fhir.enforcement.IssuesException;
import org.assent.fhir.organization.Members;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST Consent/$dry-run}: what would change for whom if a Consent was recorded, in place of the open one with its id, or if
 * the one with its id ended. Checked as if it was sent to be recorded; nothing is written. For the EHR and the privacy officer.
 */
public final class DryRun {

    /** Name of the operation. */
    public static final String NAME = "$dry-run";

    private static final String NEW = "proposed";

    private final ConsentChecks checks;
    private final ConsentEffects effects;
    private final RecordedConsents recorded;
    private final Disclosure disclosure;

    DryRun(ConsentChecks checks, ConsentEffects effects, RecordedConsents recorded, Disclosure disclosure) {
        this.checks = checks;
        this.effects = effects;
        this.recorded = recorded;
        this.disclosure = disclosure;
    }

    /** What is tried: what the Consent says, and what it would say; empty if it would end. */
    private record Tried(String patientId, String id, ConsentTerms about, Optional<ConsentTerms> after) {}

    /**
     * Tries it.
     *
     * @param consent as it would be sent
     * @return {@code looked-at} for each requester and purpose; {@code change} for each study whose decision would be another;
     *     {@code warning} if it would open nothing for a denial of another Consent
     */
    @Operation(name = NAME, typeName = "Consent")
    public Parameters dryRun(@OperationParam(name = "consent") @Nullable Consent consent, RequestDetails request) {
        Caller caller = Caller.of(request);
        caller.needRecordKeeper();
        if (consent == null) {
            throw new ProblemException(ProblemKind.BAD_REQUEST, "The parameter 'consent' holds the Consent to try.");
        }
        Tried tried = tried(consent);
        List<ConsentEffects.ForRequester> found = effects.of(
                        tried.patientId(), tried.id(), tried.about(), tried.after())
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.UNPROCESSABLE,
                        "It is about more than " + ConsentEffects.MOST_PAIRS + " pairs of recipient and purpose."));
        disclosure.record(
                caller,
                request,
                SecurityEvent.Kind.RECORD_READ,
                true,
                Map.of("operation", NAME, Disclosure.PATIENT, "Patient/" + tried.patientId()));
        Parameters answer = answer(found);
        if (tried.after().isPresent() && ConsentEffects.isShadowed(found)) {
            answer.addParameter("warning", new StringType(ConsentRecorder.SHADOWED.text()));
        }
        return answer;
    }

    private Tried tried(Consent consent) {
        String id = consent.getIdElement().hasIdPart() ? consent.getIdElement().getIdPart() : NEW;
        boolean ends =
                consent.getStatus() == ConsentState.INACTIVE || consent.getStatus() == ConsentState.ENTEREDINERROR;
        if (!ends) {
            String patient = checks.check(consent);
            ConsentTerms terms = checks.compile(consent, patient).terms();
            return new Tried(patient, id, terms, Optional.of(terms));
        }
        Consent open = recorded.read(id)
                .filter(Visibility::isLocal)
                .filter(known -> known.getStatus() == ConsentState.ACTIVE)
                .orElseThrow(() -> new IssuesException(
                        ProblemKind.UNPROCESSABLE,
                        List.of(Issue.wrong("Consent.id", "names no open Consent of this site that could end"))));
        String patient = checks.check(open);
        return new Tried(patient, id, checks.compile(open, patient).terms(), Optional.empty());
    }

    private static Parameters answer(List<ConsentEffects.ForRequester> found) {
        Parameters answer = new Parameters();
        for (ConsentEffects.ForRequester one : found) {
            who(answer.addParameter().setName("looked-at"), one);
        }
        for (ConsentEffects.ForRequester one : found) {
            one.change().before().forEach((uid, before) -> {
                AccessDecision after = one.change().after().get(uid);
                if (after != null && !DecisionParameters.code(before).equalsDeep(DecisionParameters.code(after))) {
                    ParametersParameterComponent change = answer.addParameter().setName("change");
                    who(change, one);
                    DecisionParameters.study(change, uid);
                    change.addPart().setName("before").setValue(DecisionParameters.code(before));
                    change.addPart().setName("after").setValue(DecisionParameters.code(after));
                    DecisionParameters.why(change, after);
                }
            });
        }
        return answer;
    }

    private static void who(ParametersParameterComponent part, ConsentEffects.ForRequester one) {
        part.addPart()
                .setName("recipient")
                .setValue(Members.reference(one.requester().organization()));
        PurposeOfUse purpose = one.requester().purposes().iterator().next();
        part.addPart().setName("purpose").setValue(new Coding(purpose.system(), purpose.code(), null));
    }
}
