package org.assent.custody.restriction;

import java.util.List;
import org.assent.ledger.identity.TransactionId;
import org.jdbi.v3.core.Jdbi;

/** Restrictions that bind here and are not on the ledger yet, in the database. */
final class WaitingRestrictions {

    private final Jdbi jdbi;

    WaitingRestrictions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Notes one; durable when it returns. The second time does nothing. */
    void add(TransactionId id, byte[] envelope) {
        jdbi.useTransaction(handle -> {
            boolean known = handle.createQuery("select 1 from custody.handed_restrictions where id = :id")
                    .bind("id", id.toHex())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            if (!known) {
                handle.createUpdate("insert into custody.handed_restrictions (id, envelope) values (:id, :envelope)")
                        .bind("id", id.toHex())
                        .bind("envelope", envelope)
                        .execute();
            }
        });
    }

    /** Takes it off. */
    void remove(TransactionId id) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from custody.handed_restrictions where id = :id")
                .bind("id", id.toHex())
                .execute());
    }

    int count() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from custody.handed_restrictions")
                .mapTo(Integer.class)
                .one());
    }

    /** Their envelopes, in no order. */
    List<byte[]> all() {
        return jdbi.withHandle(handle -> handle.createQuery("select envelope from custody.handed_restrictions")
                .mapTo(byte[].class)
                .list());
    }
}
