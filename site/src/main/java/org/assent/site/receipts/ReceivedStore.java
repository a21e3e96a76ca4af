package org.assent.site.receipts;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assent.custody.keys.SecretBox;
import org.assent.ledger.identity.OrganizationId;
import org.jdbi.v3.core.Jdbi;

/** Receipts of other sites in this site's database, sealed under its master key. Thread-safe. */
final class ReceivedStore {

    private final Jdbi jdbi;
    private final SecretBox box;
    private final Clock clock;

    /** Over the migrated schema {@code receipts}. */
    ReceivedStore(Jdbi jdbi, SecretBox box, Clock clock) {
        this.jdbi = jdbi;
        this.box = box;
        this.clock = clock;
    }

    /**
     * One that is to be fetched.
     *
     * @param tries how often it was tried
     */
    record Awaited(String id, OrganizationId source, int tries) {}

    /**
     * An answer of the source named it.
     *
     * @param access id that this site's own answer named
     */
    void note(String id, OrganizationId source, String access, Duration due) {
        jdbi.useTransaction(handle -> {
            boolean related = handle.createQuery("select count(*) from receipts.received_for where access_id = :access"
                                    + " and receipt_id = :id and source = :source")
                            .bind("access", access)
                            .bind("id", id)
                            .bind("source", source.toHex())
                            .mapTo(Long.class)
                            .one()
                    > 0;
            if (!related) {
                handle.execute(
                        "insert into receipts.received_for (access_id, receipt_id, source) values (?, ?, ?)",
                        access,
                        id,
                        source.toHex());
            }
            boolean known = handle.createQuery(
                                    "select count(*) from receipts.received where receipt_id = :id and source = :source")
                            .bind("id", id)
                            .bind("source", source.toHex())
                            .mapTo(Long.class)
                            .one()
                    > 0;
            if (!known) {
                handle.execute(
                        "insert into receipts.received (receipt_id, source, noted_millis, tries, due_millis,"
                                + " sealed_receipt) values (?, ?, ?, 0, ?, null)",
                        id,
                        source.toHex(),
                        clock.millis(),
                        clock.millis() + due.toMillis());
            }
        });
    }

    /** What is to be tried now, the longest due first. */
    List<Awaited> due(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select receipt_id, source, tries from receipts.received"
                        + " where due_millis <= :now order by due_millis")
                .bind("now", clock.millis())
                .setMaxRows(limit)
                .map((row, context) -> new Awaited(
                        row.getString("receipt_id"),
                        OrganizationId.fromHex(row.getString("source")),
                        row.getInt("tries")))
                .list());
    }

    /** It did not come; empty gives it up. */
    void tried(Awaited awaited, Optional<Duration> next) {
        Long due = next.map(pause -> clock.millis() + pause.toMillis()).orElse(null);
        jdbi.useHandle(handle -> handle.createUpdate("update receipts.received set tries = tries + 1, due_millis = :due"
                        + " where receipt_id = :id and source = :source")
                .bind("due", due)
                .bind("id", awaited.id())
                .bind("source", awaited.source().toHex())
                .execute());
    }

    /** It is there. */
    void keep(Awaited awaited, byte[] receipt) {
        jdbi.useHandle(handle -> handle.createUpdate("update receipts.received set due_millis = null,"
                        + " sealed_receipt = :receipt where receipt_id = :id and source = :source")
                .bind("receipt", box.seal(context(awaited.id()), receipt))
                .bind("id", awaited.id())
                .bind("source", awaited.source().toHex())
                .execute());
    }

    /** The newest receipt that an access of this site rests on, by the id that this site named or by the source's. */
    Optional<byte[]> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select receipt_id, sealed_receipt from receipts.received r"
                        + " where sealed_receipt is not null and (receipt_id = :id or exists (select 1 from"
                        + " receipts.received_for f where f.access_id = :id and f.receipt_id = r.receipt_id"
                        + " and f.source = r.source)) order by noted_millis desc")
                .bind("id", id)
                .setMaxRows(1)
                .map((row, context) -> box.open(context(row.getString("receipt_id")), row.getBytes("sealed_receipt")))
                .findOne());
    }

    /** Deletes what is too old or too much; how many that were. */
    int prune(ReceiptKeeping keeping) {
        return jdbi.inTransaction(handle -> {
            int deleted = handle.execute(
                    "delete from receipts.received where noted_millis < ?",
                    clock.millis() - keeping.age().toMillis());
            List<String> sources = handle.createQuery(
                            "select source from receipts.received group by source having count(*) > :most")
                    .bind("most", keeping.perOrganization())
                    .mapTo(String.class)
                    .list();
            for (String source : sources) {
                long last = handle.createQuery("select noted_millis from receipts.received where source = :source"
                                + " order by noted_millis desc offset :most rows fetch next 1 rows only")
                        .bind("source", source)
                        .bind("most", keeping.perOrganization())
                        .mapTo(Long.class)
                        .one();
                deleted += handle.execute(
                        "delete from receipts.received where source = ? and noted_millis <= ?", source, last);
            }
            handle.execute("delete from receipts.received_for where not exists (select 1 from receipts.received r"
                    + " where r.receipt_id = received_for.receipt_id and r.source = received_for.source)");
            return deleted;
        });
    }

    private static String context(String id) {
        return "received-receipt/" + id;
    }
}
