package org.assent.fhir.consent;

import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.audit.SecurityEvent;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.Caller;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.Reading;
import org.assent.fhir.enforcement.ServedType;
import org.assent.fhir.jpa.ResourceStore;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/**
 * Access Consent [ITI-108] of IHE PCF: create, read, vread, update, delete, history and search of Consent (PCF 2:3.108).
 * Every write goes through the ledger; DELETE ends the Consent as entered in error and keeps it.
 */
public final class ConsentInteractions extends Reading {

    private static final String TYPE = "Consent/";

    private final ConsentRecorder recorder;
    private final ConsentStatus status;

    ConsentInteractions(
            ResourceStore store, Disclosure disclosure, String base, ConsentRecorder recorder, ConsentStatus status) {
        super(ServedType.CONSENT, store, disclosure, base);
        this.recorder = recorder;
        this.status = status;
    }

    /** Records a new Consent: 201 when it is final, 202 when that takes longer than 10 s. */
    @Create
    public MethodOutcome create(@ResourceParam Consent body, RequestDetails request, HttpServletResponse response) {
        Caller caller = Caller.of(request);
        caller.needEhr(type());
        return outcome(
                caller, request, response, recorder.create(caller.principal().actor(), body));
    }

    /** Records a Consent under the client's id, new terms of it, or its end. */
    @Update
    public MethodOutcome update(
            @IdParam IIdType id, @ResourceParam Consent body, RequestDetails request, HttpServletResponse response) {
        Caller caller = Caller.of(request);
        caller.needEhr(type());
        return outcome(
                caller,
                request,
                response,
                recorder.update(caller.principal().actor(), id.getIdPart(), version(id), body));
    }

    /** Ends a Consent as entered in error. */
    @Delete
    public MethodOutcome delete(@IdParam IIdType id, RequestDetails request, HttpServletResponse response) {
        Caller caller = Caller.of(request);
        caller.needEhr(type());
        return outcome(caller, request, response, recorder.withdraw(id.getIdPart(), version(id)));
    }

    /** All versions of a Consent, the newest first. */
    @History
    public IBundleProvider history(@IdParam IIdType id, RequestDetails request) {
        Caller caller = Caller.of(request);
        caller.needReader(type());
        disclosure().read(caller, type(), request, store().read(Consent.class, id.getIdPart()));
        List<Resource> versions = store().history(Consent.class, id.getIdPart());
        versions.forEach(Visibility::strip);
        return new SimpleBundleProvider(List.<IBaseResource>copyOf(versions));
    }

    private MethodOutcome outcome(
            Caller caller, RequestDetails request, HttpServletResponse response, ConsentAnswer answer) {
        return switch (answer) {
            case ConsentAnswer.Stored stored -> {
                Consent consent = stored.consent();
                disclosure()
                        .record(
                                caller,
                                request,
                                stored.created()
                                        ? SecurityEvent.Kind.RECORD_CREATED
                                        : SecurityEvent.Kind.RECORD_CHANGED,
                                true,
                                Map.of(
                                        "resource",
                                        consent.getIdElement().toUnqualified().getValue()));
                Visibility.strip(consent);
                MethodOutcome outcome = new MethodOutcome(consent.getIdElement(), stored.created());
                outcome.setResource(consent);
                yield outcome;
            }
            case ConsentAnswer.Accepted accepted -> {
                disclosure()
                        .record(
                                caller,
                                request,
                                SecurityEvent.Kind.RECORD_CHANGED,
                                true,
                                Map.of("resource", TYPE + accepted.consentId(), "operation", accepted.operationId()));
                response.setHeader("Content-Location", status.address(accepted.operationId()));
                MethodOutcome outcome = new MethodOutcome();
                outcome.setResponseStatusCode(HttpServletResponse.SC_ACCEPTED);
                outcome.setOperationOutcome(accepted());
                yield outcome;
            }
        };
    }

    private static OperationOutcome accepted() {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.INFORMATION)
                .setCode(OperationOutcome.IssueType.INFORMATIONAL)
                .setDiagnostics("The ledger has not confirmed it yet; Content-Location tells how it stands.");
        return outcome;
    }

    private static Optional<String> version(IIdType id) {
        return Optional.ofNullable(id.getVersionIdPart());
    }
}
