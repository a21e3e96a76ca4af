package org.assent.fhir.consent;

import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assent.audit.SecurityEvent;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.Caller;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.FhirServlet;
import org.assent.fhir.enforcement.Histories;
import org.assent.fhir.enforcement.Issue;
import org.assent.fhir.enforcement.Preferences;
import org.assent.fhir.enforcement.Reading;
import org.assent.fhir.enforcement.ServedType;
import org.assent.fhir.jpa.ResourceStore;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Access Consent [ITI-108] of IHE PCF: create, read, vread, update, delete, history and search of Consent (PCF 2:3.108).
 * Every write goes through the ledger; DELETE ends the Consent there as entered in error before it is deleted here.
 */
public final class ConsentInteractions extends Reading {

    private static final String TYPE = "Consent/";
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(.*)\"");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final ConsentRecorder recorder;
    private final ConsentStatus status;
    private final Histories histories;

    ConsentInteractions(
            ResourceStore store, Disclosure disclosure, String base, ConsentRecorder recorder, ConsentStatus status) {
        super(ServedType.CONSENT, store, disclosure, base);
        this.recorder = recorder;
        this.status = status;
        this.histories = new Histories(type(), store, disclosure, base);
    }

    /**
     * Records a new Consent: 201 when it is final, 202 when that takes longer than 10 s; 200 with the one that fits
     * {@code If-None-Exist: identifier=system|value}.
     */
    @Create
    public MethodOutcome create(
            @ResourceParam Consent body,
            @ConditionalUrlParam @Nullable String condition,
            RequestDetails request,
            HttpServletResponse response) {
        Caller caller = Caller.of(request);
        caller.needEhr(type());
        ConsentWrite write = write(caller, request, Optional.empty());
        return outcome(caller, request, response, recorder.create(write, Optional.ofNullable(condition), body));
    }

    /** Records a Consent under the client's id, new terms of it, or its end. */
    @Update
    public MethodOutcome update(
            @IdParam IIdType id, @ResourceParam Consent body, RequestDetails request, HttpServletResponse response) {
        Caller caller = Caller.of(request);
        caller.needEhr(type());
        return outcome(
                caller, request, response, recorder.update(write(caller, request, version(id)), id.getIdPart(), body));
    }

    /** Ends a Consent as entered in error on the ledger, and then deletes it: 204, or 202 when that takes longer. */
    @Delete
    public MethodOutcome delete(@IdParam IIdType id, RequestDetails request, HttpServletResponse response) {
        Caller caller = Caller.of(request);
        caller.needEhr(type());
        return outcome(
                caller, request, response, recorder.delete(write(caller, request, ifMatch(request)), id.getIdPart()));
    }

    /** All versions of a Consent, the newest first. */
    @History
    public IBundleProvider history(@IdParam IIdType id, RequestDetails request, HttpServletRequest http) {
        Caller caller = Caller.of(request);
        caller.needReader(type());
        return FhirServlet.answerWith(http, histories.ofInstance(caller, id, request));
    }

    /** Versions of all Consents that the caller may see, the newest first. */
    @History
    public IBundleProvider history(RequestDetails request, HttpServletRequest http) {
        Caller caller = Caller.of(request);
        caller.needReader(type());
        return FhirServlet.answerWith(http, histories.ofType(caller, request));
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
                                Disclosure.details(
                                        consent.getIdElement().toUnqualified().getValue(), Optional.of(consent)));
                Visibility.strip(consent);
                MethodOutcome outcome = new MethodOutcome(consent.getIdElement(), stored.created());
                outcome.setResource(consent);
                if (!stored.warnings().isEmpty()) {
                    OperationOutcome warnings = Issue.warnings(stored.warnings());
                    outcome.setOperationOutcome(warnings);
                    if (!Preferences.choosesBody(request)) { // else nobody would read it
                        outcome.setResource(warnings);
                    }
                }
                yield outcome;
            }
            case ConsentAnswer.Deleted deleted -> {
                disclosure()
                        .record(
                                caller,
                                request,
                                SecurityEvent.Kind.RECORD_DELETED,
                                true,
                                Disclosure.details(
                                        TYPE + deleted.consentId(),
                                        store().beforeDeletion(Consent.class, deleted.consentId())));
                yield new MethodOutcome();
            }
            case ConsentAnswer.Accepted accepted -> {
                disclosure()
                        .record(
                                caller,
                                request,
                                SecurityEvent.Kind.RECORD_CHANGED,
                                true,
                                Map.of(
                                        "resource",
                                        TYPE + accepted.consentId(),
                                        "operation",
                                        accepted.operationId(),
                                        Disclosure.PATIENT,
                                        accepted.patient()));
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

    private static ConsentWrite write(Caller caller, RequestDetails request, Optional<String> version) {
        return new ConsentWrite(
                caller.principal().actor(),
                version,
                Preferences.isAsynchronous(request) ? Duration.ZERO : LONGEST_WAIT);
    }

    /** HAPI reads the header for updates alone. */
    private static Optional<String> ifMatch(RequestDetails request) {
        return Optional.ofNullable(request.getHeader("If-Match"))
                .map(given -> ETAG.matcher(given.strip()).replaceFirst("$1"));
    }

    private static Optional<String> version(IIdType id) {
        return Optional.ofNullable(id.getVersionIdPart());
    }
}
