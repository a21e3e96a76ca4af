package org.assent.site.receipts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Receipts that this site made, in its database, sealed. Durable when a method returns. Thread-safe. */
final class ReceiptStore {

    /** How far a receipt is. */
    enum State {
        /** Signed; the next header is not there yet. */
        DRAFT,
        /** Proven. */
        COMPLETE,
        /** It does not verify: given to nobody, kept for whoever looks into it. */
        FAILED
    }

    private static final String COLUMNS =
            "receipt_id, entry, subject, recipient, permit, height, state, made_millis, sealed_receipt";

    private final Jdbi jdbi;
    private final Clock clock;

    /** Over the migrated schema {@code receipts}. */
    ReceiptStore(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * One receipt.
     *
     * @param id as responses name it
     * @param entry number of the decision in the access log
     * @param recipient the requesting organization
     * @param permit whether the recipient may have its view: of one study that was permitted, and of no listing
     * @param sealed a draft or a patient's view, sealed under the subject's key
     */
    record Kept(
            String id,
            long entry,
            SubjectId subject,
            OrganizationId recipient,
            boolean permit,
            long height,
            State state,
            Bytes sealed) {}

    /**
     * A decision that another receipt is about, too: it was made on the same.
     *
     * @param id as the response named it
     * @param entry number of the decision in the access log
     * @param as id of the receipt
     */
    record Again(String id, long entry, OrganizationId recipient, String as) {}

    /** The last entry of the access log that was dealt with; 0 for none. */
    long progress() {
        return jdbi.withHandle(handle -> handle.createQuery("select entry from receipts.progress where id = 1")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /** Keeps drafts and, with them, how far the access log was read. */
    void keep(List<Kept> drafts, long progress) {
        keep(drafts, List.of(), progress);
    }

    /** Keeps drafts, which decisions rest on earlier ones and, with them, how far the access log was read. */
    void keep(List<Kept> drafts, List<Again> again, long progress) {
        jdbi.useTransaction(handle -> {
            for (Again same : again) {
                handle.execute(
                        "insert into receipts.made_again (receipt_id, entry, recipient, made_as, made_millis)"
                                + " values (?, ?, ?, ?, ?)",
                        same.id(),
                        same.entry(),
                        same.recipient().toHex(),
                        same.as(),
                        clock.millis());
            }
            for (Kept draft : drafts) {
                insert(handle, draft);
            }
            if (handle.execute("update receipts.progress set entry = ? where id = 1", progress) == 0) {
                handle.execute("insert into receipts.progress (id, entry) values (1, ?)", progress);
            }
        });
    }

    private void insert(Handle handle, Kept draft) {
        handle.execute(
                "insert into receipts.made (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                draft.id(),
                draft.entry(),
                draft.subject().toHex(),
                draft.recipient().toHex(),
                draft.permit(),
                draft.height(),
                draft.state().name(),
                clock.millis(),
                draft.sealed().toByteArray());
    }

    /** Drafts of heights that are provable, the oldest heights first. */
    List<Kept> drafts(long highest, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS
                        + " from receipts.made where state = 'DRAFT' and height <= :highest order by height, entry")
                .bind("highest", highest)
                .setMaxRows(limit)
                .map((row, context) -> kept(row))
                .list());
    }

    /** It is proven, or failed. */
    void settle(String id, State state, Bytes sealed) {
        jdbi.useHandle(handle -> handle.execute(
                "update receipts.made set state = ?, sealed_receipt = ? where receipt_id = ?",
                state.name(),
                sealed.toByteArray(),
                id));
    }

    /** A receipt that is proven, by the id of any decision that it is about. */
    Optional<Kept> complete(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS
                        + " from receipts.made where state = 'COMPLETE' and receipt_id = coalesce("
                        + "(select made_as from receipts.made_again where receipt_id = :id), :id)")
                .bind("id", id)
                .map((row, context) -> kept(row))
                .findOne());
    }

    /**
     * A receipt that is proven, of what that organization was permitted; empty for anything else: what is not its own is not
     * even read.
     */
    Optional<Kept> permitted(String id, OrganizationId recipient) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS
                        + " from receipts.made where receipt_id = :id and state = 'COMPLETE'"
                        + " and recipient = :recipient and permit = true")
                .bind("id", id)
                .bind("recipient", recipient.toHex())
                .map((row, context) -> kept(row))
                .findOne());
    }

    /** Whether there is one that holds, or may hold once it is proven. */
    boolean exists(String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("select count(*) from receipts.made where receipt_id = :id and state <> 'FAILED'")
                                .bind("id", id)
                                .mapTo(Long.class)
                                .one()
                        > 0);
    }

    /** Deletes one whose subject's key is gone. */
    void delete(String id) {
        jdbi.useHandle(handle -> handle.execute("delete from receipts.made where receipt_id = ?", id));
    }

    /** How many there are in a state. */
    long count(State state) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from receipts.made where state = :state")
                .bind("state", state.name())
                .mapTo(Long.class)
                .one());
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getString("receipt_id"),
                row.getLong("entry"),
                SubjectId.fromHex(row.getString("subject")),
                OrganizationId.fromHex(row.getString("recipient")),
                row.getBoolean("permit"),
                row.getLong("height"),
                State.valueOf(row.getString("state")),
                Bytes.of(row.getBytes("sealed_receipt")));
    }

    /** Deletes all of a subject, drafts too; how many there were. */
    int forget(SubjectId subject) {
        return jdbi.inTransaction(handle -> {
            int deleted = handle.execute("delete from receipts.made where subject = ?", subject.toHex());
            forgetAgain(handle);
            return deleted;
        });
    }

    /** Deletes what is too old or too much; how many receipts that were. */
    int prune(ReceiptKeeping keeping) {
        return jdbi.inTransaction(handle -> {
            int deleted = prune(handle, "receipts.made", keeping);
            prune(handle, "receipts.made_again", keeping);
            forgetAgain(handle);
            return deleted;
        });
    }

    private int prune(Handle handle, String table, ReceiptKeeping keeping) {
        Instant oldest = clock.instant().minus(keeping.age());
        int deleted = handle.execute("delete from " + table + " where made_millis < ?", oldest.toEpochMilli());
        List<String> recipients = handle.createQuery(
                        "select recipient from " + table + " group by recipient having count(*) > :most")
                .bind("most", keeping.perOrganization())
                .mapTo(String.class)
                .list();
        for (String recipient : recipients) {
            long last = handle.createQuery("select entry from " + table + " where recipient = :recipient"
                            + " order by entry desc offset :most rows fetch next 1 rows only")
                    .bind("recipient", recipient)
                    .bind("most", keeping.perOrganization())
                    .mapTo(Long.class)
                    .one();
            deleted += handle.execute("delete from " + table + " where recipient = ? and entry <= ?", recipient, last);
        }
        return deleted;
    }

    private static void forgetAgain(Handle handle) {
        handle.execute("delete from receipts.made_again a where not exists"
                + " (select 1 from receipts.made m where m.receipt_id = a.made_as)");
    }
}
