package org.assent.custody.anchor;

import org.assent.audit.cumulative.LogSecret;
import org.assent.audit.cumulative.LogSecrets;
import org.assent.custody.keys.SecretBox;
import org.assent.custody.subject.SubjectStore;
import org.assent.ledger.identity.SubjectId;

/**
 * The secrets of the access log: of a patient of this site made of the patient's own key, so that they are gone when that key
 * is; of another site's patient made of the site's master key. Thread-safe.
 */
public final class SubjectLogSecrets implements LogSecrets {

    private static final String OWN = "assent/access-log/v1";
    private static final String FOREIGN = "assent/access-log/foreign/v1/";

    private final SubjectStore subjects;
    private final SecretBox master;

    /** Of the site with these subjects and that master key. */
    public SubjectLogSecrets(SubjectStore subjects, SecretBox master) {
        this.subjects = subjects;
        this.master = master;
    }

    @Override
    public LogSecret of(SubjectId subject) {
        return new LogSecret(subjects.findBox(subject)
                .map(box -> box.derive(OWN))
                .orElseGet(() -> master.derive(FOREIGN + subject.toHex())));
    }
}
