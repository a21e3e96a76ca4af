package org.assent.custody;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.assent.audit.cumulative.KeptLog;
import org.assent.audit.cumulative.LogSecrets;
import org.assent.custody.anchor.AccessLogAnchoring;
import org.assent.custody.anchor.AnchorSettings;
import org.assent.custody.anchor.SubjectLogSecrets;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.consent.LedgerConsentRegistrar;
import org.assent.custody.consent.RecordedConsent;
import org.assent.custody.decision.DecisionMemory;
import org.assent.custody.decision.LedgerDecisionPoint;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.custody.restriction.HandedRestrictions;
import org.assent.custody.restriction.RestrictionRules;
import org.assent.custody.share.DatabaseShareOutbox;
import org.assent.custody.share.LedgerSharedStudies;
import org.assent.custody.share.ShareKeeper;
import org.assent.custody.share.ShareReview;
import org.assent.custody.study.ClinicalRecord;
import org.assent.custody.study.RegistrationListener;
import org.assent.custody.study.StudyCatalogue;
import org.assent.custody.study.StudyRegistration;
import org.assent.custody.study.StudyStore;
import org.assent.custody.subject.KeptSubject;
import org.assent.custody.subject.SubjectStore;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;

/**
 * Custody of one site, built top to bottom: keys, openings, registration, consents, shares, and the decision point.
 *
 * <p>{@link #open} reads the database, so that decisions can be asked at once; {@link #start} begins to work, when archive and
 * clinical record are there; {@link #close} stops in any state and loses nothing.
 */
public final class Custody implements AutoCloseable {

    /**
     * What custody is made of.
     *
     * @param database where it keeps what it knows; its schema {@code custody} is migrated here
     * @param keyStore seals what is secret in the database
     * @param keys of the organization
     * @param ledger the committed state; following the commit stream already or soon
     * @param client hands transactions over
     * @param clock the site's clock
     * @param random for keys, salts and ids
     * @param siteZone zone of studies that name no offset from UTC
     * @param catalogue the archive; asked from {@link Custody#start} on
     * @param record the FHIR side; asked from {@link Custody#start} on
     * @param rules the ledger's rules for restrictions
     */
    public record Parts(
            SiteDatabase database,
            KeyStore keyStore,
            OrganizationKeys keys,
            LedgerProjection ledger,
            LedgerClient client,
            Clock clock,
            SecureRandom random,
            ZoneId siteZone,
            Supplier<StudyCatalogue> catalogue,
            Supplier<ClinicalRecord> record,
            RestrictionRules rules) {}

    private final ChainAccess chain;
    private final DecisionMemory memory;
    private final LedgerDecisionPoint decisions;
    private final DatabaseShareOutbox outbox;
    private final LedgerConsentRegistrar consents;
    private final LedgerSharedStudies shared;
    private final ShareKeeper shareKeeper;
    private final ShareReview shareReview;
    private final StudyRegistration registration;
    private final HandedRestrictions restrictions;
    private final SubjectStore subjects;
    private final SubjectLogSecrets logSecrets;
    private final OrganizationKeys keys;
    private final Openings openings;

    private Custody(Parts parts) {
        Jdbi jdbi = parts.database().jdbi();
        subjects = new SubjectStore(jdbi, parts.keyStore(), parts.random(), parts.clock());
        StudyStore studies = new StudyStore(jdbi, subjects);
        keys = parts.keys();
        logSecrets = new SubjectLogSecrets(subjects, parts.keyStore().box());
        chain = new ChainAccess(parts.keys().organization(), parts.ledger(), parts.client(), parts.clock());
        memory = new DecisionMemory(chain);
        chain.listen();
        decisions = new LedgerDecisionPoint(
                parts.keys().organization(),
                chain,
                memory,
                uid -> parts.catalogue().get().holds(uid),
                subjects::patientOf,
                subjects::subjectOf);
        restrictions = new HandedRestrictions(chain, memory, parts.rules(), jdbi);
        outbox = new DatabaseShareOutbox(jdbi, parts.clock());
        consents = new LedgerConsentRegistrar(chain, parts.keys(), jdbi, subjects, memory, outbox, parts.random());
        openings = new Openings(subjects, studies, consents);
        shared = new LedgerSharedStudies(
                chain,
                jdbi,
                parts.keyStore().box(),
                studies,
                memory,
                decisions,
                consents,
                parts.catalogue(),
                parts.record(),
                parts.siteZone());
        shareKeeper = new ShareKeeper(chain, memory, shared);
        shareReview = new ShareReview(chain, memory, shared, outbox);
        registration = new StudyRegistration(
                chain,
                parts.keys(),
                parts.catalogue(),
                parts.record(),
                subjects,
                studies,
                new Registered(),
                parts.siteZone(),
                parts.random());
        studies.forEachKnown(memory::studyHeld);
        consents.load();
        shared.load();
        decisions.onChange(shareKeeper::look);
        decisions.onChange(shareReview::look);
    }

    /** Migrates the schema, and reads what the site knows. */
    public static Custody open(Parts parts) {
        parts.database().migrate("custody");
        return new Custody(parts);
    }

    /** Begins to register studies, to bring consents to their end, to end shares that are no longer opened, to
     * forget what is no longer shared. */
    public void start() {
        memory.start();
        consents.start();
        restrictions.start();
        shareKeeper.start();
        shareReview.start();
        registration.start();
    }

    /** The decision point. */
    public LedgerDecisionPoint decisions() {
        return decisions;
    }

    /** Records and closes consents. */
    public LedgerConsentRegistrar consents() {
        return consents;
    }

    /** Takes restrictions that were signed elsewhere. */
    public HandedRestrictions restrictions() {
        return restrictions;
    }

    /** Both ends of share packages. */
    public LedgerSharedStudies shared() {
        return shared;
    }

    /** Share packages to deliver. */
    public DatabaseShareOutbox outbox() {
        return outbox;
    }

    /** The pseudonym of a local Patient, if it has one. */
    public Optional<SubjectId> subjectOf(String patientId) {
        return subjects.ofPatient(patientId).map(KeptSubject::subject);
    }

    /** What hides subjects in the access log's map. */
    public LogSecrets logSecrets() {
        return logSecrets;
    }

    /** What anchors the access log on the ledger, not started yet; to be closed before this. */
    public AccessLogAnchoring anchoring(KeptLog log, AnchorSettings settings) {
        return new AccessLogAnchoring(chain, keys, log, settings);
    }

    /** Ends and renews shares of this site's studies. */
    public ShareReview review() {
        return shareReview;
    }

    /** What opens the commitments of this site's subjects. */
    public Openings openings() {
        return openings;
    }

    /** Brings stored studies to the ledger; wake it when something was stored. */
    public StudyRegistration registration() {
        return registration;
    }

    @Override
    public void close() {
        registration.close();
        shareReview.close();
        shareKeeper.close();
        restrictions.close();
        consents.close();
        memory.close();
        chain.close();
    }

    /** Studies that are registered reach decisions, and the recipients of consents that open them. */
    private final class Registered implements RegistrationListener {
        @Override
        public void studyHeld(StudyStore.Known study) {
            memory.studyHeld(study);
        }

        @Override
        public void studyRegistered(SubjectId subject) {
            for (RecordedConsent consent : consents.recorded(subject)) {
                boolean open = chain.view()
                        .subject(subject)
                        .flatMap(known -> known.consent(consent.consent()))
                        .isPresent();
                if (open && consent.stored()) {
                    Instant begins = consent.terms().root().period().start().orElse(Instant.EPOCH);
                    consent.recipients()
                            .forEach(recipient -> outbox.put(recipient, consent.consentResourceId(), begins));
                }
            }
        }
    }
}
