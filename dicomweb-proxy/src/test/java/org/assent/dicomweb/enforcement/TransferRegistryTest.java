package org.assent.dicomweb.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TransferRegistryTest {

    @Test
    @Tag("DW-E-06")
    void shouldCutATransferWhenTheChangeCameBetweenItsDecisionAndItsStart() {
        try (TransferRegistry transfers = new TransferRegistry()) {
            long seen = transfers.changes();
            transfers.recheck();
            Transfer transfer = new Transfer(() -> false);

            transfers.add(transfer, seen);

            assertThat(transfer.isCut()).isTrue();
        }
    }

    @Test
    void shouldNotDecideAgainWhenNothingChangedSinceTheDecision() {
        try (TransferRegistry transfers = new TransferRegistry()) {
            AtomicInteger decisions = new AtomicInteger();
            Transfer transfer = new Transfer(() -> decisions.incrementAndGet() > 0);

            transfers.add(transfer, transfers.changes());
            transfers.remove(transfer);

            assertThat(decisions).hasValueLessThanOrEqualTo(1); // the regular turn may have come
            assertThat(transfer.isCut()).isFalse();
        }
    }
}
