package org.assent.custody.decision;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.assent.ledger.identity.SubjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners that what may be seen of a subject's studies may have changed. Thread-safe. */
public final class ChangeNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeNotifier.class);

    private final List<Consumer<SubjectId>> listeners = new CopyOnWriteArrayList<>();

    void add(Consumer<SubjectId> listener) {
        listeners.add(listener);
    }

    /** Calls every listener; one that fails does not keep the others from hearing it. */
    public void changed(SubjectId subject) {
        for (Consumer<SubjectId> listener : listeners) {
            try {
                listener.accept(subject);
            } catch (RuntimeException e) {
                LOG.error("a listener to changes of permissions failed", e);
            }
        }
    }
}
