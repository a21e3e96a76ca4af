package org.assent.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionBasis;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;

/** Facts and decisions for tests. */
final class Accesses {

    static final OrganizationId SOUTH = OrganizationId.fromHex("22".repeat(32));
    static final SubjectId SUBJECT = SubjectId.fromHex("33".repeat(32));
    static final String POLICY = "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal";
    static final Instant DECIDED = Instant.parse("2026-03-01T12:00:00Z");

    private Accesses() {}

    static AccessFacts facts(String requestId, String session, String study) {
        return new AccessFacts(
                requestId,
                session,
                new Requester(SOUTH, "clinician-1", Set.of(PurposeOfUse.TREAT)),
                Operation.RETRIEVE,
                AccessFacts.Surface.DICOMWEB,
                List.of(study),
                "/studies/" + study + "/series/2.25.5/instances/2.25.6/frames/1",
                "",
                "192.0.2.10",
                Optional.of("ohif"));
    }

    /** A search of South for what there is of a patient. */
    static AccessFacts search(String requestId, String session) {
        return new AccessFacts(
                requestId,
                session,
                new Requester(SOUTH, "clinician-1", Set.of(PurposeOfUse.TREAT)),
                Operation.SEARCH,
                AccessFacts.Surface.DICOMWEB,
                List.of(),
                "",
                "ModalitiesInStudy=CT",
                "192.0.2.10",
                Optional.of("ohif"));
    }

    static AccessDecision.Permit permit(long height, long consentSequence) {
        return new AccessDecision.Permit(basis(height, consentSequence));
    }

    static AccessDecision.Deny deny(long height) {
        return new AccessDecision.Deny(AccessDecision.Reason.NO_PERMIT, basis(height, 1));
    }

    private static DecisionBasis basis(long height, long consentSequence) {
        ConsentTerms terms = new ConsentTerms(
                POLICY,
                new Rule(Effect.PERMIT, Set.of(), Set.of(), Period.ALWAYS, DataSelection.ALL),
                List.of(),
                Bytes32.fromHex("44".repeat(32)));
        return new DecisionBasis(
                height,
                DECIDED,
                Optional.of(SUBJECT),
                POLICY,
                List.of(new ConsentInForce(ConsentId.fromHex("55".repeat(16)), consentSequence, "Consent/c-1", terms)),
                List.of("Consent/c-1 permits the study."));
    }
}
