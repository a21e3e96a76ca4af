package org.assent.custody.study;

import org.assent.ledger.identity.SubjectId;

/** What other parts of custody learn from registration. */
public interface RegistrationListener {

    /** A study is known to be held here, registered or not yet; called again when it changed. */
    void studyHeld(StudyStore.Known study);

    /** A registration of a study of the subject is final. */
    void studyRegistered(SubjectId subject);
}
