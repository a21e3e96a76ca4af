package org.assent.fhir.consent;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.custody.consent.ConsentRegistrar;
import org.assent.custody.consent.ConsentSubmission;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.Issue;
import org.assent.fhir.enforcement.IssuesException;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.transaction.RejectCode;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;

/**
 * Takes a Consent from the wire to the ledger and into the store. A grant is stored when it is final and leaves nothing
 * behind when it is refused; a restriction binds at this site at once.
 *
 * <p>The same request again is the same operation: it gives the same Consent, never a second.
 */
final class ConsentRecorder {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String NEW = "0";

    private final ConsentTexts texts;
    private final ConsentParties parties;
    private final RecordedConsents recorded;
    private final ConsentRegistrar registrar;

    ConsentRecorder(ConsentTexts texts, ConsentParties parties, RecordedConsents recorded, ConsentRegistrar registrar) {
        this.texts = texts;
        this.parties = parties;
        this.recorded = recorded;
        this.registrar = registrar;
    }

    /** A new Consent under an id of the server. */
    ConsentAnswer create(String client, Consent body) {
        body.setId((String) null);
        String patient = checked(body);
        Bytes32 digest = texts.canonical().requestDigest(client, "POST", "Consent", NEW, body);
        body.setId(UUID.randomUUID().toString());
        return submit(digest, body, patient, true);
    }

    /**
     * A Consent under its id: new, new terms of an open one, or its end.
     *
     * @param version what If-Match names
     */
    ConsentAnswer update(String client, String id, Optional<String> version, Consent body) {
        Optional<Consent> stored = recorded.read(id);
        if (ReservedIds.isReserved(id)
                || stored.filter(c -> !Visibility.isLocal(c)).isPresent()) {
            throw new ProblemException(ProblemKind.CONFLICT, "This id is taken; choose another one.");
        }
        if (version.isPresent() && !version.equals(stored.map(ConsentRecorder::version))) {
            throw new ProblemException(
                    ProblemKind.PRECONDITION_FAILED,
                    "The version in If-Match is not the current one; read the Consent and try again.");
        }
        body.setId(id);
        return switch (body.getStatus() == null ? ConsentState.NULL : body.getStatus()) {
            case INACTIVE, ENTEREDINERROR -> close(id, stored, body);
            case ACTIVE, DRAFT, PROPOSED, REJECTED, NULL -> grant(client, id, version, stored, body);
        };
    }

    /** Ends a Consent as entered in error: what DELETE means here, since what was once in force is never unsaid. */
    ConsentAnswer withdraw(String id, Optional<String> version) {
        Consent stored = recorded.read(id).filter(Visibility::isLocal).orElseThrow(Disclosure::missing);
        Consent body = stored.copy();
        body.setStatus(ConsentState.ENTEREDINERROR);
        if (version.isPresent() && !version.get().equals(version(stored))) {
            throw new ProblemException(
                    ProblemKind.PRECONDITION_FAILED, "The version in If-Match is not the current one.");
        }
        return close(id, Optional.of(stored), body);
    }

    private ConsentAnswer grant(
            String client, String id, Optional<String> version, Optional<Consent> stored, Consent body) {
        String patient = checked(body);
        if (stored.isPresent()) {
            if (stored.get().getStatus() != ConsentState.ACTIVE) {
                throw new ProblemException(
                        ProblemKind.CONFLICT, "This Consent has ended, which is for good; record a new one.");
            }
            if (Arrays.equals(
                    texts.canonical().bytes(stored.get()), texts.canonical().bytes(body))) {
                return new ConsentAnswer.Stored(stored.get(), false);
            }
            if (version.isEmpty()) {
                throw new ProblemException(
                        ProblemKind.PRECONDITION_FAILED,
                        "New terms of an open Consent need If-Match with the version that they replace.");
            }
            if (!stored.get().getPatient().getReference().equals("Patient/" + patient)) {
                throw new IssuesException(
                        ProblemKind.UNPROCESSABLE,
                        List.of(Issue.rule("Consent.patient", "cannot become another patient; record a new Consent")));
            }
        }
        Bytes32 digest = texts.canonical()
                .requestDigest(
                        client,
                        "PUT",
                        "Consent/" + id,
                        stored.map(ConsentRecorder::version).orElse(NEW),
                        body);
        return submit(digest, body, patient, stored.isEmpty());
    }

    private ConsentAnswer submit(Bytes32 digest, Consent consent, String patient, boolean created) {
        Compilation.Compiled compiled =
                switch (texts.compile(consent, patient)) {
                    case Compilation.Compiled understood -> understood;
                    case Compilation.NotUnderstood issues ->
                        throw new IssuesException(ProblemKind.UNPROCESSABLE, issues.issues());
                };
        ConsentSubmission submission = new ConsentSubmission(
                digest,
                consent.getIdElement().getIdPart(),
                patient,
                compiled.terms(),
                texts.json(consent),
                compiled.recipients());
        try {
            return answer(registrar.record(submission, WAIT), created);
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    private ConsentAnswer close(String id, Optional<Consent> stored, Consent body) {
        ConsentState wanted = body.getStatus();
        if (stored.isPresent() && stored.get().getStatus() != ConsentState.ACTIVE) {
            if (stored.get().getStatus() == wanted) {
                return new ConsentAnswer.Stored(stored.get(), false);
            }
            throw new ProblemException(ProblemKind.CONFLICT, "This Consent has ended, which is for good.");
        }
        Consent ended = stored.orElse(body).copy();
        ended.setId(id);
        ended.setStatus(wanted);
        Visibility.strip(ended);
        try {
            RecordingOutcome outcome =
                    registrar.close(id, wanted == ConsentState.ENTEREDINERROR, texts.json(ended), WAIT);
            if (outcome instanceof RecordingOutcome.Unknown) {
                throw Disclosure.missing();
            }
            if (outcome instanceof RecordingOutcome.Pending && stored.isPresent()) {
                recorded.showClosing(ended);
            }
            return answer(outcome, false);
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    private ConsentAnswer answer(RecordingOutcome outcome, boolean created) {
        return switch (outcome) {
            case RecordingOutcome.InForce done -> new ConsentAnswer.Stored(recorded.store(done), created);
            case RecordingOutcome.Pending pending ->
                new ConsentAnswer.Accepted(pending.operationId(), pending.consentResourceId());
            case RecordingOutcome.Refused refused -> throw refused(refused.code());
            case RecordingOutcome.LedgerAway away ->
                throw new ProblemException(new Problem(
                        ProblemKind.UNAVAILABLE,
                        "The ledger cannot record a consent now, and nothing was submitted.",
                        Optional.of(away.retryAfter())));
            case RecordingOutcome.Unknown unknown ->
                throw new IssuesException(
                        ProblemKind.UNPROCESSABLE,
                        List.of(Issue.rule(
                                "Consent.patient",
                                "has no study at this site yet, so there is nothing that could be shared")));
        };
    }

    /** The answer for what the ledger refused. */
    static ProblemException refused(RejectCode code) {
        return switch (code) {
            case WRONG_SEQUENCE, ALREADY_CLOSED, EXPIRED, EXISTS, WRONG_REVISION, NOTHING_TO_CLOSE ->
                new ProblemException(
                        ProblemKind.CONFLICT, "The ledger refused it (" + code + "): it was changed at the same time.");
            case OVER_QUOTA ->
                new ProblemException(
                        ProblemKind.TOO_MANY_REQUESTS, "The ledger refused it: this site has submitted too much.");
            case SUBJECT_OVER_QUOTA ->
                new ProblemException(
                        ProblemKind.TOO_MANY_REQUESTS,
                        "The ledger refused it: as many Consents as a day allows were recorded for this patient; to end one is always possible.");
            default -> // what no resend of the same would change
                new ProblemException(ProblemKind.UNPROCESSABLE, "The ledger refused it (" + code + ").");
        };
    }

    private String checked(Consent body) {
        ConsentStanding.clear(body);
        Visibility.strip(body);
        List<Issue> issues = texts.issues(body);
        if (!issues.isEmpty()) {
            throw new IssuesException(ProblemKind.UNPROCESSABLE, issues);
        }
        return parties.check(body);
    }

    private static String version(Consent consent) {
        return consent.getMeta().getVersionId();
    }

    private static ProblemException stopping() {
        Thread.currentThread().interrupt();
        return new ProblemException(ProblemKind.UNAVAILABLE, "This site is stopping; try again.");
    }
}
