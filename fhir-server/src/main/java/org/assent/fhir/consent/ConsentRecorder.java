package org.assent.fhir.consent;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
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
import org.assent.fhir.enforcement.NamedLocks;
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

    private static final String NEW = "0";

    /** What is said of a permit that opens nothing. */
    static final Issue SHADOWED = Issue.rule(
            "Consent.provision",
            "is recorded, but opens nothing: another active Consent of this patient denies all of it, which overrides");

    private final ConsentRules rules;
    private final ConsentTexts texts;
    private final ConsentChecks checks;
    private final ConsentEffects effects;
    private final RecordedConsents recorded;
    private final ConsentRegistrar registrar;
    private final NamedLocks grants = new NamedLocks();

    ConsentRecorder(
            ConsentRules rules,
            ConsentTexts texts,
            ConsentChecks checks,
            ConsentEffects effects,
            RecordedConsents recorded,
            ConsentRegistrar registrar) {
        this.rules = rules;
        this.texts = texts;
        this.checks = checks;
        this.effects = effects;
        this.recorded = recorded;
        this.registrar = registrar;
    }

    /**
     * A new Consent under an id of the server, unless one fits the condition (R4 http.html#ccreate). The condition is the
     * request, so that of two at once, or of one after another that the ledger does not have yet, the second is the first.
     *
     * @param condition what If-None-Exist says
     */
    ConsentAnswer create(ConsentWrite write, Optional<String> condition, Consent body) {
        if (condition.isEmpty()) {
            return create(write, body);
        }
        List<Consent> held = recorded.fitting(condition.get());
        if (held.size() > 1) {
            throw new ProblemException(
                    ProblemKind.PRECONDITION_FAILED, "More than one Consent fits If-None-Exist; nothing was recorded.");
        }
        return held.isEmpty()
                ? createUnderCondition(write, condition.get(), body)
                : new ConsentAnswer.Stored(held.getFirst(), false);
    }

    private ConsentAnswer createUnderCondition(ConsentWrite write, String condition, Consent body) {
        body.setId((String) null);
        String patient = checks.check(body);
        String id = UUID.randomUUID().toString();
        body.setId(id);
        ConsentAnswer answer = submit(write, CanonicalConsent.conditionDigest(condition), body, patient, true)
                .get();
        return answer instanceof ConsentAnswer.Stored stored
                        && !stored.consent().getIdElement().getIdPart().equals(id)
                ? new ConsentAnswer.Stored(stored.consent(), false)
                : answer;
    }

    private ConsentAnswer create(ConsentWrite write, Consent body) {
        body.setId((String) null);
        String patient = checks.check(body);
        Bytes32 digest = texts.canonical().requestDigest(write.client(), "POST", "Consent", NEW, body);
        body.setId(UUID.randomUUID().toString());
        return submit(write, digest, body, patient, true).get();
    }

    /**
     * A Consent under its id: new, new terms of an open one, or its end. Of two writers of terms one is first; nobody waits for
     * another one's block, and an end for no writer of terms.
     */
    ConsentAnswer update(ConsentWrite write, String id, Consent body) {
        body.setId(id);
        return switch (body.getStatus() == null ? ConsentState.NULL : body.getStatus()) {
            case INACTIVE, ENTEREDINERROR -> close(write, id, current(write, id), body);
            case ACTIVE, DRAFT, PROPOSED, REJECTED, NULL ->
                grants.holding(id, () -> grant(write, id, body)).get();
        };
    }

    /** What is stored under the id, if If-Match does not name another version. */
    private Optional<Consent> current(ConsentWrite write, String id) {
        Optional<Consent> stored = recorded.read(id);
        if (ReservedIds.isReserved(id)
                || recorded.isDeleted(id)
                || stored.filter(c -> !Visibility.isLocal(c)).isPresent()) {
            throw new ProblemException(ProblemKind.CONFLICT, "This id is taken; choose another one.");
        }
        if (write.version().isPresent() && !write.version().equals(stored.map(ConsentRecorder::version))) {
            throw stale();
        }
        return stored;
    }

    private static ProblemException stale() {
        return new ProblemException(
                ProblemKind.PRECONDITION_FAILED,
                "The version in If-Match is not the current one; read the Consent and try again.");
    }

    /**
     * Deletes a Consent: it ends on the ledger first, as entered in error unless it has ended already, since what was once in
     * force is never unsaid. Its versions are kept. Deleting it again changes nothing (R4 http.html#delete).
     */
    ConsentAnswer delete(ConsentWrite write, String id) {
        if (recorded.isDeleted(id)) {
            return new ConsentAnswer.Deleted(id);
        }
        Consent stored = recorded.read(id).filter(Visibility::isLocal).orElseThrow(Disclosure::missing);
        if (write.version().filter(v -> !v.equals(version(stored))).isPresent()) {
            throw stale();
        }
        if (stored.getStatus() != ConsentState.ACTIVE) {
            return deleteEnded(write, id, stored);
        }
        Consent ended = stored.copy();
        ended.setStatus(ConsentState.ENTEREDINERROR);
        RecordedConsents.markDeleting(ended);
        return end(write, id, true, ended, true);
    }

    private ConsentAnswer deleteEnded(ConsentWrite write, String id, Consent stored) {
        if (!ConsentStanding.isPending(stored)) {
            recorded.delete(id);
            return new ConsentAnswer.Deleted(id);
        }
        if (RecordedConsents.isDeleting(stored)) {
            return end(write, id, true, stored.copy(), true); // joins what is under way
        }
        throw new ProblemException(
                ProblemKind.CONFLICT, "The end of this Consent is not on the ledger yet; delete it when it is.");
    }

    /**
     * Hands over new terms, while no other ones of the Consent are: what the ledger has is stored first, so that the version that
     * If-Match is compared with is that of the terms in force.
     *
     * @return what is left to do when others may go on: waiting for the ledger
     */
    private Supplier<ConsentAnswer> grant(ConsentWrite write, String id, Consent body) {
        Optional<Bytes32> underWay = registrar.underWay(id); // before storing: what is not under way now is stored then
        recorded.heal(id);
        Optional<Consent> stored = current(write, id);
        String patient = checks.check(body);
        if (stored.isPresent()) {
            if (stored.get().getStatus() != ConsentState.ACTIVE) {
                throw new ProblemException(
                        ProblemKind.CONFLICT, "This Consent has ended, which is for good; record a new one.");
            }
            if (underWay.isEmpty()
                    && Arrays.equals(
                            texts.canonical().bytes(stored.get()),
                            texts.canonical().bytes(body))) {
                ConsentAnswer same = new ConsentAnswer.Stored(stored.get(), false);
                return () -> same;
            }
            if (rules.requireIfMatch() && write.version().isEmpty()) {
                throw new ProblemException(
                        ProblemKind.PRECONDITION_REQUIRED,
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
                        write.client(),
                        "PUT",
                        "Consent/" + id,
                        stored.map(ConsentRecorder::version).orElse(NEW),
                        body);
        if (underWay.filter(other -> !other.equals(digest)).isPresent()) {
            throw new ProblemException(
                    ProblemKind.CONFLICT,
                    "Other terms of this Consent are on their way to the ledger; read it when they are there, and try again.");
        }
        return submit(write, digest, body, patient, stored.isEmpty());
    }

    /** Hands it over, and returns what is left to do: waiting for the ledger, and storing what it says. */
    private Supplier<ConsentAnswer> submit(
            ConsentWrite write, Bytes32 digest, Consent consent, String patient, boolean created) {
        Compilation.Compiled compiled = checks.compile(consent, patient);
        String id = consent.getIdElement().getIdPart();
        RecordedConsents.markNamed(consent, compiled.terms().root());
        boolean shadowed = effects.isShadowed(patient, id, compiled.terms());
        ConsentSubmission submission = new ConsentSubmission(
                digest, id, patient, compiled.terms(), texts.json(consent), compiled.recipients());
        try {
            RecordingOutcome begun = registrar.record(submission, Duration.ZERO);
            return () -> {
                ConsentAnswer answer = answer(awaited(write, begun), "Patient/" + patient, created);
                return shadowed && answer instanceof ConsentAnswer.Stored stored ? stored.warning(SHADOWED) : answer;
            };
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    private RecordingOutcome awaited(ConsentWrite write, RecordingOutcome begun) {
        try {
            return begun instanceof RecordingOutcome.Pending pending
                            && !write.waiting().isZero()
                    ? registrar.await(pending.operationId(), write.waiting())
                    : begun;
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    private ConsentAnswer close(ConsentWrite write, String id, Optional<Consent> stored, Consent body) {
        ConsentState wanted = body.getStatus();
        if (stored.isPresent() && stored.get().getStatus() != ConsentState.ACTIVE) {
            if (stored.get().getStatus() == wanted) {
                return ConsentStanding.isPending(stored.get())
                        ? end(
                                write,
                                id,
                                wanted == ConsentState.ENTEREDINERROR,
                                stored.get().copy(),
                                true)
                        : new ConsentAnswer.Stored(stored.get(), false);
            }
            throw new ProblemException(ProblemKind.CONFLICT, "This Consent has ended, which is for good.");
        }
        Consent ended = stored.orElse(body).copy();
        ended.setId(id);
        ended.setStatus(wanted);
        Visibility.strip(ended);
        return end(write, id, wanted == ConsentState.ENTEREDINERROR, ended, stored.isPresent());
    }

    private ConsentAnswer end(ConsentWrite write, String id, boolean entered, Consent ended, boolean shown) {
        try {
            RecordingOutcome outcome = registrar.close(id, entered, texts.json(ended), write.waiting());
            if (outcome instanceof RecordingOutcome.Unknown) {
                throw Disclosure.missing();
            }
            if (outcome instanceof RecordingOutcome.Pending && shown) {
                recorded.showClosing(ended);
            }
            return answer(outcome, ended.getPatient().getReference(), false);
        } catch (InterruptedException e) {
            throw stopping();
        }
    }

    private ConsentAnswer answer(RecordingOutcome outcome, String patient, boolean created) {
        return switch (outcome) {
            case RecordingOutcome.InForce done -> {
                Consent stored = recorded.store(done);
                yield recorded.isDeleted(done.consentResourceId())
                        ? new ConsentAnswer.Deleted(done.consentResourceId())
                        : new ConsentAnswer.Stored(stored, created);
            }
            case RecordingOutcome.Pending pending ->
                new ConsentAnswer.Accepted(pending.operationId(), pending.consentResourceId(), patient);
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

    private static String version(Consent consent) {
        return consent.getMeta().getVersionId();
    }

    private static ProblemException stopping() {
        Thread.currentThread().interrupt();
        return new ProblemException(ProblemKind.UNAVAILABLE, "This site is stopping; try again.");
    }
}
