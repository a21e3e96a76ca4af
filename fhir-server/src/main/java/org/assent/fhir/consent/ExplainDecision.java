package org.assent.fhir.consent;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.problem.ProblemKind;
import org.assent.custody.decision.Rehearsal;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.fhir.enforcement.Caller;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.Issue;
import org.assent.fhir.enforcement.IssuesException;
import org.assent.fhir.enforcement.LocalReferences;
import org.assent.fhir.organization.Members;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST Consent/$explain}: what an organization would see of a patient for a purpose, study by study, and why, decided by the
 * code that decides every request. For the privacy officer alone; whoever asks is logged.
 */
public final class ExplainDecision {

    /** Name of the operation. */
    public static final String NAME = "$explain";

    private static final int LONGEST_ACTOR = 128;
    private static final String ANYBODY = "anybody";

    private final LocalReferences references;
    private final Members members;
    private final Rehearsal rehearsal;
    private final Disclosure disclosure;

    ExplainDecision(LocalReferences references, Members members, Rehearsal rehearsal, Disclosure disclosure) {
        this.references = references;
        this.members = members;
        this.rehearsal = rehearsal;
        this.disclosure = disclosure;
    }

    /**
     * Explains.
     *
     * @param patient a Patient of this site
     * @param requester a registered organization
     * @param purpose why it would ask
     * @param actor opaque id of somebody within it; anybody if left out
     * @return for each study that is held here: its identifier, {@code decision}, reason, policy, Consents and sentences
     */
    @Operation(name = NAME, typeName = "Consent")
    public Parameters explain(
            @OperationParam(name = "patient") @Nullable Reference patient,
            @OperationParam(name = "requester") @Nullable Reference requester,
            @OperationParam(name = "purpose") @Nullable Coding purpose,
            @OperationParam(name = "actor") @Nullable StringType actor,
            RequestDetails request) {
        Caller caller = Caller.of(request);
        caller.needPrivacyOfficer();
        List<Issue> issues = new ArrayList<>();
        Optional<String> patientId = patient(patient, issues);
        Optional<Requester> asking = requester(requester, purpose, actor, issues);
        if (!issues.isEmpty()) {
            throw new IssuesException(ProblemKind.UNPROCESSABLE, issues);
        }
        String id = patientId.orElseThrow();
        SortedMap<String, AccessDecision> decisions = rehearsal.decisions(asking.orElseThrow(), id);
        disclosure.record(
                caller,
                request,
                SecurityEvent.Kind.RECORD_READ,
                true,
                Map.of("operation", NAME, Disclosure.PATIENT, "Patient/" + id));
        return answer(decisions);
    }

    private Optional<String> patient(@Nullable Reference patient, List<Issue> issues) {
        Optional<String> id = Optional.ofNullable(patient)
                .flatMap(reference -> references.target(reference, Patient.class))
                .map(found -> found.getIdElement().getIdPart());
        if (id.isEmpty()) {
            issues.add(Issue.wrong("patient", "names no patient of this site, as Patient/id"));
        }
        return id;
    }

    private Optional<Requester> requester(
            @Nullable Reference requester, @Nullable Coding purpose, @Nullable StringType actor, List<Issue> issues) {
        Optional<OrganizationId> organization = Optional.ofNullable(requester).flatMap(members::named);
        if (organization.isEmpty()) {
            issues.add(Issue.wrong("requester", "names no organization that is registered on the ledger"));
        }
        if (purpose == null || !purpose.hasSystem() || !purpose.hasCode()) {
            issues.add(Issue.required("purpose", "a purpose has a system and a code"));
            return Optional.empty();
        }
        String who = actor == null || actor.isEmpty() ? ANYBODY : actor.getValue();
        if (who.length() > LONGEST_ACTOR) {
            issues.add(Issue.wrong("actor", "has at most " + LONGEST_ACTOR + " characters"));
        }
        try {
            PurposeOfUse use = new PurposeOfUse(purpose.getSystem(), purpose.getCode());
            return organization.map(known -> new Requester(known, who, Set.of(use)));
        } catch (IllegalArgumentException notOne) {
            issues.add(Issue.wrong("purpose", "is no code: " + notOne.getMessage()));
            return Optional.empty();
        }
    }

    private static Parameters answer(SortedMap<String, AccessDecision> decisions) {
        Parameters answer = new Parameters();
        decisions.values().stream()
                .findFirst()
                .ifPresent(any -> answer.addParameter(
                        "height", new StringType(Long.toString(any.basis().height()))));
        decisions.forEach((uid, decision) -> {
            Parameters.ParametersParameterComponent study =
                    answer.addParameter().setName("study");
            DecisionParameters.study(study, uid);
            study.addPart().setName("decision").setValue(DecisionParameters.code(decision));
            DecisionParameters.why(study, decision);
        });
        return answer;
    }
}
