package org.assent.custody.share;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.chain.WokenThread;
import org.assent.custody.decision.DecisionMemory;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As the source: compares what other organizations may hold with what the decision point opens to them, whenever a
 * subject's consents, a pending restriction or the time may have changed that, and puts a delivery where they differ. So a
 * consent that denies ends, at the recipients, what an older one permits, and its own end brings it back.
 *
 * <p>Acts only while the ledger is current: a node that replays its chain sees old states first.
 */
public final class ShareReview implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShareReview.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final ChainAccess chain;
    private final DecisionMemory memory;
    private final LedgerSharedStudies shared;
    private final OfferedShares offered;
    private final DatabaseShareOutbox outbox;
    private final Set<SubjectId> changed = ConcurrentHashMap.newKeySet();

    /** What is opened and not offered yet, and a delivery was put for it: once, since some studies cannot be described. */
    private final Map<SubjectId, Set<OfferedShare>> opening = new HashMap<>();

    private final WokenThread thread = new WokenThread("share-review", LOOK, this::round);

    private record Target(OrganizationId recipient, String consentResourceId) {
        static Target of(OfferedShare share) {
            return new Target(share.recipient(), share.consentResourceId());
        }
    }

    /** Built once by custody. */
    public ShareReview(
            ChainAccess chain, DecisionMemory memory, LedgerSharedStudies shared, DatabaseShareOutbox outbox) {
        this.chain = chain;
        this.memory = memory;
        this.shared = shared;
        this.offered = shared.offered();
        this.outbox = outbox;
    }

    /** Something about the subject changed; returns at once. */
    public void look(SubjectId subject) {
        changed.add(subject);
        thread.wake();
    }

    /** Begins to work in a thread of its own, with a look at everything. */
    public void start() {
        changed.addAll(offered.subjects());
        changed.addAll(memory.knownContents().subjects());
        thread.start();
    }

    /** Looks at the subjects that changed; those that fail are looked at again. */
    synchronized void round() {
        if (!chain.current()) {
            return;
        }
        for (SubjectId subject : new HashSet<>(changed)) {
            changed.remove(subject);
            try {
                review(subject);
            } catch (RuntimeException e) {
                changed.add(subject);
                LOG.error("what is shared of a subject cannot be reviewed yet", e);
            }
        }
    }

    private void review(SubjectId subject) {
        Set<OfferedShare> opened = shared.opened(subject);
        Set<Target> deliveries = new HashSet<>();
        for (OfferedShare share : offered.of(subject)) {
            if (shared.closed(share)) { // for good, and every ledger says so
                offered.remove(share);
            } else if (!opened.contains(share)) {
                deliveries.add(Target.of(share));
            }
        }
        Set<OfferedShare> missing =
                opened.stream().filter(share -> !offered.contains(share)).collect(Collectors.toSet());
        Set<OfferedShare> known = opening.getOrDefault(subject, Set.of());
        missing.stream().filter(share -> !known.contains(share)).map(Target::of).forEach(deliveries::add);
        deliveries.forEach(target -> outbox.put(target.recipient(), target.consentResourceId(), Instant.EPOCH));
        if (missing.isEmpty()) {
            opening.remove(subject);
        } else {
            opening.put(subject, missing);
        }
    }

    /** Ends the work. */
    @Override
    public void close() {
        thread.close();
    }
}
