package org.assent.custody.decision;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.ledger.identity.ConsentId;

/** Consents that this site was told to close and that are not closed on the ledger yet. Thread-safe. */
public final class PendingRestrictions {

    private final Set<ConsentId> closing = ConcurrentHashMap.newKeySet();

    /** From now on the consent permits nothing here. */
    public void add(ConsentId consent) {
        closing.add(consent);
    }

    /** It is closed on the ledger, or will never be. */
    public void remove(ConsentId consent) {
        closing.remove(consent);
    }

    boolean contains(ConsentId consent) {
        return !closing.isEmpty() && closing.contains(consent);
    }
}
