package org.assent.custody.share;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.chain.WokenThread;
import org.assent.custody.decision.DecisionMemory;
import org.assent.custody.decision.ShareKey;
import org.assent.custody.decision.SharedIndex;
import org.assent.ledger.identity.SubjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what other sites opened to this one as soon as the consent is closed or replaced: openings, terms, description,
 * and what the share package brought. Decisions deny it from the block on; this removes it.
 *
 * <p>Forgets only while the ledger is current: a node that replays its chain sees old states first.
 */
public final class ShareKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShareKeeper.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final ChainAccess chain;
    private final DecisionMemory memory;
    private final LedgerSharedStudies shared;
    private final Set<SubjectId> changed = ConcurrentHashMap.newKeySet();
    private final WokenThread thread = new WokenThread("share-keeper", LOOK, this::round);

    /** Built once by custody. */
    public ShareKeeper(ChainAccess chain, DecisionMemory memory, LedgerSharedStudies shared) {
        this.chain = chain;
        this.memory = memory;
        this.shared = shared;
    }

    /** Something about the subject changed; returns at once. */
    public void look(SubjectId subject) {
        if (!memory.shared().keys(subject).isEmpty()) {
            changed.add(subject);
            thread.wake();
        }
    }

    /** Begins to work in a thread of its own, with a look at everything. */
    public void start() {
        changed.addAll(memory.shared().subjects());
        thread.start();
    }

    /** Looks at the subjects that changed; those that fail are looked at again. */
    void round() {
        if (!chain.current()) {
            return;
        }
        for (SubjectId subject : new HashSet<>(changed)) {
            changed.remove(subject);
            for (SharedIndex.Share share : memory.shared().of(subject)) {
                try {
                    if (!share.consented(chain.view())) {
                        shared.forget(share);
                    }
                } catch (RuntimeException e) {
                    again(share.key(), e);
                }
            }
            giveUpPlaces(subject);
        }
    }

    private void again(ShareKey key, RuntimeException e) {
        changed.add(key.subject());
        LOG.error("what was shared under consent {} cannot be forgotten yet", key.consent(), e);
    }

    /** Of a consent that was replaced and then closed only the places are left. */
    private void giveUpPlaces(SubjectId subject) {
        Set<ShareKey> present =
                memory.shared().of(subject).stream().map(SharedIndex.Share::key).collect(Collectors.toSet());
        for (ShareKey key : memory.shared().keys(subject)) {
            if (!present.contains(key) && !SharedIndex.consentOpen(key, chain.view())) {
                try {
                    shared.giveUp(key);
                } catch (RuntimeException e) {
                    again(key, e);
                }
            }
        }
    }

    /** Ends the work. */
    @Override
    public void close() {
        thread.close();
    }
}
