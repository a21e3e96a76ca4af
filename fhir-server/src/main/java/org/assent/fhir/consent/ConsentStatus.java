package org.assent.fhir.consent;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assent.audit.SecurityEvent;
import org.assent.custody.consent.ConsentRegistrar;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.Caller;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.FhirServlet;
import org.assent.fhir.enforcement.ServedType;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET $consent-status/{operation}}: how a write that was answered 202 stands. 202 while it is open, then 200 with
 * the Consent (or word that it was deleted), or 409 or 422 with the reason.
 */
public final class ConsentStatus {

    /** Name of the operation. */
    public static final String NAME = "$consent-status";

    private final ConsentRegistrar registrar;
    private final RecordedConsents recorded;
    private final Disclosure disclosure;
    private final String base;

    ConsentStatus(ConsentRegistrar registrar, RecordedConsents recorded, Disclosure disclosure, String base) {
        this.registrar = registrar;
        this.recorded = recorded;
        this.disclosure = disclosure;
        this.base = base;
    }

    /** Where an operation's status is. */
    String address(String operationId) {
        return base + "/" + NAME + "/" + operationId;
    }

    /** Answers how it stands. */
    @Operation(name = NAME, idempotent = true)
    public IBaseResource status(
            @OperationParam(name = "operation") @Nullable StringType operation,
            RequestDetails request,
            HttpServletRequest http,
            HttpServletResponse response) {
        Caller caller = Caller.of(request);
        caller.needEhr(ServedType.CONSENT);
        String id = operation == null ? "" : operation.getValue();
        RecordingOutcome outcome = registrar.status(id).orElseThrow(Disclosure::missing);
        Optional<Consent> about =
                switch (outcome) {
                    case RecordingOutcome.InForce done -> Optional.of(recorded.store(done));
                    case RecordingOutcome.Pending pending -> recorded.read(pending.consentResourceId());
                    case RecordingOutcome.LedgerAway away -> Optional.empty();
                    case RecordingOutcome.Refused refused -> Optional.empty();
                    case RecordingOutcome.Unknown unknown -> Optional.empty();
                };
        disclosure.record(caller, request, SecurityEvent.Kind.RECORD_READ, true, details(id, about));
        return switch (outcome) {
            case RecordingOutcome.InForce done -> {
                Consent consent = about.orElseThrow();
                Visibility.strip(consent);
                yield recorded.isDeleted(done.consentResourceId())
                        ? information("The Consent has ended on the ledger and was deleted.")
                        : consent;
            }
            case RecordingOutcome.Pending pending -> stillOpen(http, response);
            case RecordingOutcome.LedgerAway away -> stillOpen(http, response);
            case RecordingOutcome.Refused refused -> throw ConsentRecorder.refused(refused.code());
            case RecordingOutcome.Unknown unknown -> throw Disclosure.missing();
        };
    }

    private static Map<String, String> details(String operation, Optional<Consent> about) {
        Map<String, String> details = about.map(consent ->
                        Disclosure.details("Consent/" + consent.getIdElement().getIdPart(), Optional.of(consent)))
                .orElseGet(HashMap::new);
        details.put("operation", operation);
        return details;
    }

    private static IBaseResource stillOpen(HttpServletRequest http, HttpServletResponse response) {
        FhirServlet.answerWith(http, HttpServletResponse.SC_ACCEPTED);
        response.setHeader("Retry-After", "1");
        return information("The ledger has not confirmed it yet.");
    }

    private static OperationOutcome information(String text) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.INFORMATION)
                .setCode(OperationOutcome.IssueType.INFORMATIONAL)
                .setDiagnostics(text);
        return outcome;
    }
}
