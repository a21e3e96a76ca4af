package org.assent.custody.study;

import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assent.custody.subject.KeptSubject;
import org.assent.custody.subject.SubjectStore;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Manifest;
import org.assent.ledger.commitment.ManifestEntry;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.StudyOpening;

/**
 * Makes a stored study ready for the ledger: patient, subject, ImagingStudy, openings, manifest. Each step is durable before
 * the next and can be repeated.
 */
final class StudyPreparation {

    private final Supplier<StudyCatalogue> catalogue;
    private final Supplier<ClinicalRecord> record;
    private final SubjectStore subjects;
    private final StudyStore studies;
    private final RegistrationListener listener;
    private final ZoneId siteZone;
    private final SecureRandom random;

    StudyPreparation(
            Supplier<StudyCatalogue> catalogue,
            Supplier<ClinicalRecord> record,
            SubjectStore subjects,
            StudyStore studies,
            RegistrationListener listener,
            ZoneId siteZone,
            SecureRandom random) {
        this.catalogue = catalogue;
        this.record = record;
        this.subjects = subjects;
        this.studies = studies;
        this.listener = listener;
        this.siteZone = siteZone;
        this.random = random;
    }

    /** Empty if there is nothing to put on the ledger: the study went before it ever was there. */
    Optional<PreparedStudy> prepare(StudyCatalogue.Unregistered waiting) {
        Optional<StudyDescription> description = catalogue.get().describe(waiting.studyInstanceUid());
        Optional<HeldStudy> known = studies.find(waiting.studyInstanceUid());
        return description.isPresent()
                ? Optional.of(received(waiting, description.orElseThrow(), known))
                : known.flatMap(held -> withdrawn(waiting, held));
    }

    private PreparedStudy received(
            StudyCatalogue.Unregistered waiting, StudyDescription description, Optional<HeldStudy> known) {
        String patientId = record.get().patient(description.patient());
        KeptSubject subject = subjects.ofPatientOrNew(patientId);
        HeldStudy held = held(waiting, description, subject, known);
        record.get().studyReceived(description, patientId);
        List<ManifestEntry> manifest = catalogue.get().manifest(waiting.studyInstanceUid());
        Bytes32 root = Manifest.root(held.salt(), manifest);
        return new PreparedStudy(waiting, Optional.of(description), subject, held, root);
    }

    private HeldStudy held(
            StudyCatalogue.Unregistered waiting,
            StudyDescription description,
            KeptSubject subject,
            Optional<HeldStudy> known) {
        Salt salt = known.map(HeldStudy::salt).orElseGet(() -> Salt.random(random));
        HeldStudy held = new HeldStudy(
                waiting.studyInstanceUid(),
                StudyOpening.study(salt, waiting.studyInstanceUid()),
                subject.subject(),
                salt,
                StudyTime.of(description, siteZone),
                known.map(HeldStudy::archiveRevision).orElse(0L),
                known.flatMap(HeldStudy::manifestRoot),
                known.flatMap(HeldStudy::transaction),
                known.flatMap(HeldStudy::height));
        if (!known.equals(Optional.of(held))) {
            studies.save(held);
            listener.studyHeld(
                    new StudyStore.Known(held.studyInstanceUid(), held.ref(), held.subject(), held.started()));
        }
        return held;
    }

    private Optional<PreparedStudy> withdrawn(StudyCatalogue.Unregistered waiting, HeldStudy held) {
        return held.manifestRoot().flatMap(root -> subjects.find(held.subject())
                .map(subject -> new PreparedStudy(waiting, Optional.empty(), subject, held, root)));
    }
}
