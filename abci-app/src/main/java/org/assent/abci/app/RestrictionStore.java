package org.assent.abci.app;

import java.util.List;
import org.assent.ledger.identity.TransactionId;

/** Where a node keeps restrictions that are not in a block yet, so that a restart does not forget them. Thread-safe. */
public interface RestrictionStore {

    /** Keeps one; when this returns it survives a crash, or it is said in the log that it does not. */
    void keep(TransactionId id, byte[] envelope);

    /** Forgets one, if it is kept. */
    void forget(TransactionId id);

    /** The envelopes of all that are kept, in no order; read once, at the start. */
    List<byte[]> kept();

    /** Keeps nothing. */
    static RestrictionStore none() {
        return new RestrictionStore() {
            @Override
            public void keep(TransactionId id, byte[] envelope) {
                // only in memory
            }

            @Override
            public void forget(TransactionId id) {
                // only in memory
            }

            @Override
            public List<byte[]> kept() {
                return List.of();
            }
        };
    }
}
