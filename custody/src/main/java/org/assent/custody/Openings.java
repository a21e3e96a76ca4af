package org.assent.custody;

import java.util.Optional;
import org.assent.custody.consent.LedgerConsentRegistrar;
import org.assent.custody.consent.RecordedConsent;
import org.assent.custody.keys.SecretBox;
import org.assent.custody.study.HeldStudy;
import org.assent.custody.study.StudyStore;
import org.assent.custody.subject.SubjectStore;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OpenConsent;

/** What opens the commitments of this site's subjects; for receipts. Personal data. Thread-safe. */
public final class Openings {

    private final SubjectStore subjects;
    private final StudyStore studies;
    private final LedgerConsentRegistrar consents;

    Openings(SubjectStore subjects, StudyStore studies, LedgerConsentRegistrar consents) {
        this.subjects = subjects;
        this.studies = studies;
        this.consents = consents;
    }

    /** A study held here. */
    public Optional<HeldStudy> study(String studyInstanceUid) {
        return studies.find(studyInstanceUid);
    }

    /** What a consent said that the ledger had so, whether or not it is open still. */
    public Optional<RecordedConsent> consent(OpenConsent entry) {
        return consents.opening(entry);
    }

    /**
     * What seals under the subject's key, so that destroying the key destroys what was sealed; empty if the site has no key
     * of it, or has none any more.
     */
    public Optional<SecretBox> box(SubjectId subject) {
        return subjects.find(subject).map(kept -> kept.box());
    }
}
