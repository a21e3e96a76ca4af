package org.assent.custody.decision;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;

/** What binds at this site and is not on the ledger yet: consents to be closed, subjects to be frozen. Thread-safe. */
public final class PendingRestrictions {

    private final Set<ConsentId> closing = ConcurrentHashMap.newKeySet();
    private final Set<SubjectId> freezing = ConcurrentHashMap.newKeySet();

    /** From now on the consent permits nothing here. */
    public void add(ConsentId consent) {
        closing.add(consent);
    }

    /** It is closed on the ledger, or will never be. */
    public void remove(ConsentId consent) {
        closing.remove(consent);
    }

    /** From now on every other organization is denied. */
    public void freeze(SubjectId subject) {
        freezing.add(subject);
    }

    /** The subject is frozen on the ledger, or will not be by what was handed over. */
    public void frozen(SubjectId subject) {
        freezing.remove(subject);
    }

    boolean contains(ConsentId consent) {
        return !closing.isEmpty() && closing.contains(consent);
    }

    boolean isFreezing(SubjectId subject) {
        return !freezing.isEmpty() && freezing.contains(subject);
    }
}
