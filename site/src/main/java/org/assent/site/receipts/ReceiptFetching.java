package org.assent.site.receipts;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerResponse;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.receipt.Receipt;
import org.assent.receipt.ReceiptCodec;
import org.assent.receipt.ReceiptVerifier;
import org.assent.receipt.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the receipts that other sites' answers named, verifies and keeps them. Noting an id costs a look-up in memory, so it
 * may be done while an answer passes through; everything else is done by one thread.
 */
final class ReceiptFetching {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptFetching.class);
    private static final int MOST_NOTED = 10_000;
    private static final int AT_ONCE = 20;
    private static final int MOST_TRIES = 12;
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration PRUNED_EVERY = Duration.ofHours(1);

    private final OrganizationId own;
    private final ReceivedStore store;
    private final PeerClient peers;
    private final TrustKeeper trust;
    private final ReceiptKeeping keeping;
    private final Clock clock;
    private final BlockingQueue<Noted> noted = new ArrayBlockingQueue<>(MOST_NOTED);
    private final Map<Noted, Boolean> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Noted, Boolean> eldest) {
            return size() > MOST_NOTED;
        }
    };
    private Instant pruned = Instant.EPOCH;

    private record Noted(OrganizationId source, String id, String access) {}

    ReceiptFetching(
            OrganizationId own,
            ReceivedStore store,
            PeerClient peers,
            TrustKeeper trust,
            ReceiptKeeping keeping,
            Clock clock) {
        this.own = own;
        this.store = store;
        this.peers = peers;
        this.trust = trust;
        this.keeping = keeping;
        this.clock = clock;
    }

    /** An answer of the source named a receipt. Waits for nothing; beyond {@value #MOST_NOTED} that wait it is let go. */
    void named(OrganizationId source, String receiptId, String access) {
        Noted one = new Noted(source, receiptId, access);
        synchronized (recent) {
            if (!ReceiptId.isOne(receiptId) || !ReceiptId.isOne(access) || recent.putIfAbsent(one, true) != null) {
                return;
            }
        }
        if (!noted.offer(one)) {
            LOG.warn("too many receipts wait to be fetched; one is let go");
        }
    }

    /** Keeps what was named, and tries what is due. */
    void round() throws InterruptedException {
        for (Noted one = noted.poll(); one != null; one = noted.poll()) {
            store.note(one.id(), one.source(), one.access(), FIRST);
        }
        for (ReceivedStore.Awaited awaited : store.due(AT_ONCE)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            fetch(awaited);
        }
        if (pruned.plus(PRUNED_EVERY).isBefore(clock.instant())) {
            pruned = clock.instant();
            store.prune(keeping);
        }
    }

    private void fetch(ReceivedStore.Awaited awaited) {
        Optional<byte[]> receipt = Optional.empty();
        try (PeerResponse response = peers.asOrganization(
                awaited.source(),
                new PeerClient.PeerRequest(
                        "GET",
                        "/receipts/" + awaited.id() + "/recipient",
                        Map.of("Accept", "application/json"),
                        Bytes.EMPTY,
                        WITHIN))) {
            if (response.status() == 200) {
                receipt = Optional.of(response.body().readNBytes(Receipt.MAX_LENGTH + 1))
                        .filter(text -> holds(text, awaited));
            }
        } catch (IOException e) {
            LOG.debug("a receipt could not be fetched yet: {}", e.getMessage());
        }
        if (receipt.isPresent()) {
            store.keep(awaited, receipt.get());
        } else if (awaited.tries() + 1 < MOST_TRIES) {
            store.tried(awaited, Optional.of(FIRST.multipliedBy(1L << Math.min(awaited.tries(), 10))));
        } else {
            LOG.warn("the receipt {} of {} did not come; it is given up", awaited.id(), awaited.source());
            store.tried(awaited, Optional.empty());
        }
    }

    /** Whether it proves what this organization needs: that this source permitted this organization. */
    private boolean holds(byte[] text, ReceivedStore.Awaited awaited) {
        try {
            Receipt receipt = ReceiptCodec.decode(text);
            return receipt.view() == View.RECIPIENT
                    && receipt.statement().source().equals(awaited.source())
                    && receipt.statement().entry().equals(awaited.id())
                    && receipt.request().requester().organization().equals(own)
                    && new ReceiptVerifier(trust.chain()).verify(receipt).valid();
        } catch (MalformedBytes e) {
            LOG.warn("what {} gave as receipt {} is none: it {}", awaited.source(), awaited.id(), e.getMessage());
            return false;
        }
    }
}
