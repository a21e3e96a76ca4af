package org.assent.audit.cumulative;

import org.assent.ledger.identity.SubjectId;

/** Where the secrets of subjects come from. The same subject always has the same one, until it is erased. */
@FunctionalInterface
public interface LogSecrets {

    /** The secret of a subject, of this site or of another that opened a study to it. */
    LogSecret of(SubjectId subject);
}
