package org.assent.site.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assent.audit.FileAccessLog;
import org.assent.custody.anchor.AnchorStanding;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.client.Submission;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.store.SiteDatabase;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the ledger's files becomes known to whoever supervises the site. */
class SiteHealthTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final FixedClock CLOCK = FixedClock.at(NOW);

    @TempDir
    private Path folder;

    @Test
    void shouldSayThatTheLedgerIsOverItsBudgetOrDamaged() throws Exception {
        assertThat(ledger(new LedgerHealth.Storage(100, 1_000, Optional.empty())))
                .extracting(Readiness.Ledger::damaged, Readiness.Ledger::disk)
                .containsExactly(false, new Readiness.Disk(100, 1_000, "WITHIN"));
        assertThat(ledger(new LedgerHealth.Storage(900, 1_000, Optional.empty()))
                        .disk()
                        .level())
                .isEqualTo("NEAR");
        assertThat(ledger(new LedgerHealth.Storage(1_001, 1_000, Optional.empty()))
                        .disk()
                        .level())
                .isEqualTo("OVER");
        assertThat(ledger(LedgerHealth.Storage.UNKNOWN).disk().level()).isEqualTo("UNKNOWN");
        assertThat(ledger(new LedgerHealth.Storage(100, 1_000, Optional.of("a node was changed")))
                        .damaged())
                .isTrue();
    }

    private Readiness.Ledger ledger(LedgerHealth.Storage storage) throws Exception {
        try (SiteDatabase database = SiteDatabase.open(
                        "jdbc:h2:" + folder.resolve("site") + ";DB_CLOSE_ON_EXIT=FALSE", "sa", "", 1);
                FileAccessLog log = FileAccessLog.open(folder.resolve("log"), CLOCK)) {
            return new SiteHealth(
                            "Example",
                            new OrganizationId(Bytes32.of(new byte[32])),
                            new LedgerProjection(),
                            new Healthy(storage),
                            database,
                            () -> true,
                            log,
                            folder,
                            () -> new AnchorStanding(0, Optional.empty(), false),
                            () -> false,
                            CLOCK)
                    .now()
                    .ledger();
        }
    }

    /** A ledger that only says how it is. */
    private record Healthy(LedgerHealth.Storage storage) implements LedgerClient {

        @Override
        public String chainId() {
            return "assent-test";
        }

        @Override
        public Submission submit(SignedTransaction transaction, Duration wait) {
            throw new IllegalStateException("nothing is submitted here");
        }

        @Override
        public Submission await(TransactionId transaction, Duration wait) {
            throw new IllegalStateException("nothing is submitted here");
        }

        @Override
        public LedgerHealth health() {
            return new LedgerHealth(true, 1, NOW, false, 3, 0, storage);
        }
    }
}
