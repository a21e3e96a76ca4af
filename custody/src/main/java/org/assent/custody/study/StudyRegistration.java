package org.assent.custody.study;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.chain.WokenThread;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.custody.subject.Enrolment;
import org.assent.custody.subject.KeptSubject;
import org.assent.custody.subject.SubjectStore;
import org.assent.ledger.identity.SubjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stored studies to the ledger: polls the archive (woken by {@link #wake()}, at most a second later), enrolls new
 * patients, registers in batches, and tells archive and clinical record when it is final.
 *
 * <p>Every step can be repeated, so a crash anywhere costs nothing but the repetition. A study that fails for a reason of
 * its own is tried again with growing pauses of at most a minute and does not hold up the others.
 */
public final class StudyRegistration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StudyRegistration.class);
    private static final int ROUND = 1_000;
    private static final int ENROLMENTS_AT_ONCE = 64;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final ChainAccess chain;
    private final Supplier<StudyCatalogue> catalogue;
    private final Supplier<ClinicalRecord> record;
    private final StudyStore studies;
    private final StudyPreparation preparation;
    private final Enrolment enrolment;
    private final StudySubmission submission;
    private final RegistrationListener listener;
    private final Clock clock;
    private final Map<String, Pause> pauses = new HashMap<>();

    /** What waits for the ledger only, so that an outage does not repeat what went before. */
    private final Map<String, PreparedStudy> ready = new HashMap<>();

    private final WokenThread thread = new WokenThread("study-registration", POLL, this::round);

    /**
     * Built once by custody.
     *
     * @param siteZone zone of studies that name no offset from UTC
     */
    public StudyRegistration(
            ChainAccess chain,
            OrganizationKeys keys,
            Supplier<StudyCatalogue> catalogue,
            Supplier<ClinicalRecord> record,
            SubjectStore subjects,
            StudyStore studies,
            RegistrationListener listener,
            ZoneId siteZone,
            SecureRandom random) {
        this.chain = chain;
        this.catalogue = catalogue;
        this.record = record;
        this.studies = studies;
        this.preparation = new StudyPreparation(catalogue, record, subjects, studies, listener, siteZone, random);
        this.enrolment = new Enrolment(chain, keys);
        this.submission = new StudySubmission(chain, keys, studies);
        this.listener = listener;
        this.clock = chain.clock();
    }

    /** Begins to work in a thread of its own. */
    public void start() {
        thread.start();
    }

    /** Says that there is something to do; returns at once. */
    public void wake() {
        thread.wake();
    }

    /**
     * One round: what waits now, as far as it gets.
     *
     * @return number of studies whose registration became final
     */
    public int round() throws InterruptedException {
        List<PreparedStudy> prepared = prepare();
        List<PreparedStudy> enrolled = enrolled(prepared);
        int finished = 0;
        for (StudySubmission.Registered registered : submission.submit(enrolled)) {
            finished += finish(registered) ? 1 : 0;
        }
        if (finished == ROUND) {
            wake(); // there may be more
        }
        return finished;
    }

    private List<PreparedStudy> prepare() {
        List<PreparedStudy> prepared = new ArrayList<>();
        Instant now = clock.instant();
        List<StudyCatalogue.Unregistered> waiting = catalogue.get().awaitingRegistration(ROUND);
        Set<StudyCatalogue.Unregistered> stillWaiting = new HashSet<>(waiting);
        ready.values().removeIf(study -> !stillWaiting.contains(study.waiting()));
        for (StudyCatalogue.Unregistered study : waiting) {
            Pause pause = pauses.get(study.studyInstanceUid());
            if (pause == null || !now.isBefore(pause.until())) {
                prepare(study).ifPresent(prepared::add);
            }
        }
        return prepared;
    }

    private Optional<PreparedStudy> prepare(StudyCatalogue.Unregistered waiting) {
        PreparedStudy known = ready.get(waiting.studyInstanceUid());
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Optional<PreparedStudy> study = preparation.prepare(waiting);
            if (study.isEmpty()) {
                catalogue.get().registered(waiting.studyInstanceUid(), waiting.revision());
            }
            study.ifPresent(fresh -> ready.put(waiting.studyInstanceUid(), fresh));
            return study;
        } catch (RuntimeException e) {
            failed(waiting.studyInstanceUid(), e);
            return Optional.empty();
        }
    }

    private List<PreparedStudy> enrolled(List<PreparedStudy> prepared) throws InterruptedException {
        Map<SubjectId, KeptSubject> missing = new LinkedHashMap<>();
        for (PreparedStudy study : prepared) {
            if (!enrolment.isFinal(study.subject())) {
                missing.put(study.subject().subject(), study.subject());
            }
        }
        enroll(missing.values());
        return prepared.stream()
                .filter(study -> enrolment.isFinal(study.subject()))
                .toList();
    }

    /** Enrolls several at once, so that they share blocks. Ends at the first sign that the ledger takes no more. */
    private void enroll(Collection<KeptSubject> missing) throws InterruptedException {
        ConcurrentLinkedQueue<KeptSubject> queue = new ConcurrentLinkedQueue<>(missing);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(ENROLMENTS_AT_ONCE, missing.size()); i++) {
            workers.add(Thread.ofVirtual().name("enrolment-", i).start(() -> enrollFrom(queue)));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            workers.forEach(Thread::interrupt);
            throw e;
        }
    }

    private void enrollFrom(ConcurrentLinkedQueue<KeptSubject> queue) {
        try {
            for (KeptSubject subject = queue.poll(); subject != null; subject = queue.poll()) {
                if (!enrolment.enroll(subject)) {
                    queue.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("an enrolment failed and is tried again", e);
        }
    }

    private boolean finish(StudySubmission.Registered registered) {
        PreparedStudy study = registered.study();
        String uid = study.waiting().studyInstanceUid();
        try {
            HeldStudy held = registered.held().registered(study.waiting().revision(), registered.height());
            studies.save(held);
            study.description().ifPresent(description -> record.get()
                    .studyAvailable(
                            description,
                            study.subject().patientId(),
                            new ClinicalRecord.Anchor(
                                    chain.signer().chainId(),
                                    registered.height(),
                                    held.transaction().orElse(""),
                                    held.ref())));
            catalogue.get().registered(uid, study.waiting().revision());
            pauses.remove(uid);
            listener.studyRegistered(held.subject());
            return true;
        } catch (RuntimeException e) {
            failed(uid, e);
            return false;
        }
    }

    private void failed(String studyInstanceUid, RuntimeException reason) {
        Pause next = Pause.after(Optional.ofNullable(pauses.get(studyInstanceUid)), clock.instant());
        pauses.put(studyInstanceUid, next);
        LOG.error("a study cannot be registered; it is tried again at {}", next.until(), reason);
    }

    /** Ends the work; what is under way is taken up again at the next start. */
    @Override
    public void close() {
        thread.close();
    }

    /** Until when a failing study is left alone. */
    private record Pause(int failures, Instant until) {
        static Pause after(Optional<Pause> before, Instant now) {
            int failures = before.map(Pause::failures).orElse(0) + 1;
            long seconds = Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(failures, 10));
            return new Pause(failures, now.plusSeconds(seconds));
        }
    }
}
