package org.assent.site.receipts;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.assent.audit.AccessEntry;
import org.assent.audit.AccessLogReader;
import org.assent.custody.Openings;
import org.assent.custody.keys.SealBrokenException;
import org.assent.custody.keys.SecretBox;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.Finding;
import org.assent.receipt.Receipt;
import org.assent.receipt.ReceiptCodec;
import org.assent.receipt.ReceiptDraft;
import org.assent.receipt.ReceiptVerifier;
import org.assent.receipt.Verdict;
import org.assent.receipt.chain.FinalHeader;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustedChain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings decisions from the access log to complete receipts: signs and keeps a draft of each as soon as the log has it on disk,
 * and completes it when the next header is there. The log is the queue: it is read on from where the last kept draft was. For
 * one thread.
 */
final class ReceiptDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptDesk.class);
    private static final int AT_ONCE = 100;
    private static final Duration PRUNED_EVERY = Duration.ofHours(1);

    private final AccessLogReader log;
    private final ReceiptMaker maker;
    private final ReceiptStore store;
    private final LedgerEvidence evidence;
    private final TrustKeeper trust;
    private final Openings openings;
    private final LongSupplier newestHeight;
    private final ReceiptKeeping keeping;
    private final Clock clock;
    private final RecentListings listings = new RecentListings();
    private Instant pruned = Instant.EPOCH;

    ReceiptDesk(
            AccessLogReader log,
            ReceiptMaker maker,
            ReceiptStore store,
            LedgerEvidence evidence,
            TrustKeeper trust,
            Openings openings,
            LongSupplier newestHeight,
            ReceiptKeeping keeping,
            Clock clock) {
        this.log = log;
        this.maker = maker;
        this.store = store;
        this.evidence = evidence;
        this.trust = trust;
        this.openings = openings;
        this.newestHeight = newestHeight;
        this.keeping = keeping;
        this.clock = clock;
    }

    /** Does all that can be done now; what the ledger cannot answer yet waits for the next round. */
    void round() throws InterruptedException {
        try {
            draft();
            trust.advance(newestHeight.getAsLong() - 1);
            complete();
        } catch (IOException e) {
            LOG.debug("receipts wait for the ledger: {}", e.getMessage());
        }
        if (pruned.plus(PRUNED_EVERY).isBefore(clock.instant())) {
            pruned = clock.instant();
            int deleted = store.prune(keeping);
            if (deleted > 0) {
                LOG.info(
                        "{} receipts were deleted: older than {} or more than {} of one organization",
                        deleted,
                        keeping.age(),
                        keeping.perOrganization());
            }
        }
    }

    private void draft() throws IOException, InterruptedException {
        long progress = store.progress();
        List<AccessEntry> entries = log.after(progress, AT_ONCE);
        while (!entries.isEmpty()) {
            List<ReceiptStore.Kept> drafts = new ArrayList<>();
            List<ReceiptStore.Again> again = new ArrayList<>();
            try {
                for (AccessEntry entry : entries) {
                    Optional<ReceiptStore.Again> same = again(entry);
                    same.ifPresent(again::add);
                    if (same.isEmpty()) {
                        drafts.addAll(drafted(entry));
                    }
                    progress = entry.sequence();
                }
            } finally {
                keep(drafts, again, progress);
            }
            entries = log.after(progress, AT_ONCE);
        }
    }

    private Optional<ReceiptStore.Again> again(AccessEntry entry) {
        return entry instanceof AccessEntry.Opened opened
                ? listings.equalTo(opened)
                        .map(as -> new ReceiptStore.Again(
                                opened.receiptId(),
                                opened.sequence(),
                                opened.facts().requester().organization(),
                                as))
                : Optional.empty();
    }

    private List<ReceiptStore.Kept> drafted(AccessEntry entry) throws IOException, InterruptedException {
        try {
            List<ReceiptStore.Kept> drafts = maker.draft(entry);
            if (!drafts.isEmpty()) {
                listings.add(entry);
            }
            return drafts;
        } catch (ReceiptMaker.NoReceiptException e) {
            LOG.warn("entry {} of the access log has no receipt: {}", entry.sequence(), e.getMessage());
            return List.of();
        }
    }

    private void keep(List<ReceiptStore.Kept> drafts, List<ReceiptStore.Again> again, long progress) {
        boolean kept = false;
        try {
            store.keep(drafts, again, progress);
            kept = true;
        } finally {
            if (!kept) {
                listings.clear(); // they may name receipts that are not there
            }
        }
    }

    private void complete() throws IOException, InterruptedException {
        List<ReceiptStore.Kept> drafts;
        do {
            drafts = store.drafts(newestHeight.getAsLong() - 1, AT_ONCE);
            long height = 0;
            @Nullable FinalHeader proof = null;
            for (ReceiptStore.Kept draft : drafts) {
                Optional<TrustedChain.Term> term = trust.term(draft.height() + 1);
                if (term.isEmpty()) {
                    return;
                }
                if (proof == null || height != draft.height()) {
                    height = draft.height();
                    proof = commit(height + 1);
                }
                complete(draft, proof, term.get());
            }
        } while (drafts.size() == AT_ONCE);
    }

    private FinalHeader commit(long height) throws IOException, InterruptedException {
        try {
            return evidence.commit(height);
        } catch (MalformedBytes e) {
            throw new IOException("the node's commit of height " + height + " " + e.getMessage(), e);
        }
    }

    private void complete(ReceiptStore.Kept draft, FinalHeader proof, TrustedChain.Term term) {
        Optional<SecretBox> box = openings.box(draft.subject());
        if (box.isEmpty()) {
            store.delete(draft.id());
            return;
        }
        String context = ReceiptMaker.context(draft.id());
        try {
            Receipt receipt = ReceiptDraft.decode(
                            box.get().open(context, draft.sealed().toByteArray()))
                    .complete(proof.header(), proof.commit(), term);
            byte[] text = ReceiptCodec.encode(receipt).toByteArray();
            Verdict verdict = new ReceiptVerifier(trust.chain()).verify(text);
            if (verdict.valid()) {
                store.settle(
                        draft.id(),
                        ReceiptStore.State.COMPLETE,
                        Bytes.of(box.get().seal(context, text)));
            } else {
                fail(draft, failed(verdict));
            }
        } catch (NotProven | MalformedBytes | SealBrokenException | IllegalArgumentException e) {
            fail(draft, String.valueOf(e.getMessage()));
        }
    }

    private static String failed(Verdict verdict) {
        return verdict.findings()
                .filter(Finding.Fails.class::isInstance)
                .map(Finding::words)
                .findFirst()
                .orElse("");
    }

    private void fail(ReceiptStore.Kept draft, String why) {
        LOG.warn(
                "the receipt of entry {} of the access log does not hold and is given to nobody: {}",
                draft.entry(),
                why);
        store.settle(draft.id(), ReceiptStore.State.FAILED, draft.sealed());
    }

    @Override
    public void close() {
        log.close();
    }
}
