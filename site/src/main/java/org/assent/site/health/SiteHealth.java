package org.assent.site.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assent.abci.client.LedgerDisk;
import org.assent.audit.FileAccessLog;
import org.assent.custody.anchor.AnchorStanding;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.LedgerView;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.JdbiException;

/** Looks at the parts of a site when it is asked how it is. Thread-safe. */
public final class SiteHealth {

    private final String shortName;
    private final OrganizationId organization;
    private final LedgerView view;
    private final LedgerClient ledger;
    private final SiteDatabase database;
    private final BooleanSupplier fhir;
    private final FileAccessLog accessLog;
    private final Path instances;
    private final Supplier<AnchorStanding> anchors;
    private final BooleanSupplier ledgerCannotStart;
    private final Clock clock;

    /** With the parts to look at. */
    public SiteHealth(
            String shortName,
            OrganizationId organization,
            LedgerView view,
            LedgerClient ledger,
            SiteDatabase database,
            BooleanSupplier fhir,
            FileAccessLog accessLog,
            Path instances,
            Supplier<AnchorStanding> anchors,
            BooleanSupplier ledgerCannotStart,
            Clock clock) {
        this.shortName = shortName;
        this.organization = organization;
        this.view = view;
        this.ledger = ledger;
        this.database = database;
        this.fhir = fhir;
        this.accessLog = accessLog;
        this.instances = instances;
        this.anchors = anchors;
        this.ledgerCannotStart = ledgerCannotStart;
        this.clock = clock;
    }

    /** How it is now. */
    public Readiness now() {
        LedgerHealth health = ledger.health();
        Optional<OrganizationLeaf> leaf = view.organization(organization);
        boolean registered = leaf.isPresent() && !leaf.get().suspended();
        Readiness.Ledger ledgerState = new Readiness.Ledger(
                health.nodeAlive(),
                health.height(),
                health.blockTime().toString(),
                health.height() == 0
                        ? 0
                        : Math.max(
                                0,
                                Duration.between(health.blockTime(), clock.instant())
                                        .toSeconds()),
                health.stale(),
                health.peers(),
                health.heldBack(),
                ledgerCannotStart.getAsBoolean(),
                health.storage().damage().isPresent(),
                disk(health.storage()));
        Readiness.Stores stores =
                new Readiness.Stores(databaseAnswers(), fhir.getAsBoolean(), accessLog.available(), freeBytes());
        boolean ready = registered
                && health.nodeAlive()
                && !health.stale()
                && !ledgerState.damaged()
                && stores.database()
                && stores.fhir()
                && stores.accessLog();
        AnchorStanding standing = anchors.get();
        return new Readiness(
                ready,
                shortName,
                registered,
                ledgerState,
                stores,
                new Readiness.Anchors(standing.sequence(), standing.overdue()));
    }

    private static Readiness.Disk disk(LedgerHealth.Storage storage) {
        LedgerDisk disk = new LedgerDisk(storage.bytes(), storage.budgetBytes());
        return new Readiness.Disk(disk.bytes(), disk.budgetBytes(), disk.level().name());
    }

    private boolean databaseAnswers() {
        try {
            return database.jdbi()
                    .withHandle(handle ->
                            handle.createQuery("select 1").mapTo(Integer.class).one())
                    .equals(1);
        } catch (JdbiException e) {
            return false;
        }
    }

    private long freeBytes() {
        try {
            Path existing = instances;
            while (Files.notExists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
