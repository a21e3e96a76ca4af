package org.assent.abci.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assent.abci.tree.NodeStore;

/**
 * Which blocks the node may forget: those below the height that Commit answers ({@code retain_height}).
 *
 * <p>A block stays as long as one of these holds: it is one of the newest {@code blocks}; misbehaviour at its height can
 * still be proven (it is neither older than {@code evidence.duration} nor further back than {@code evidence.blocks}; CometBFT
 * forgets evidence when both are over); it is not older than the oldest snapshot that this site offers, because who begins with
 * that one needs its header and what follows. A site that makes snapshots and has none yet forgets nothing.
 *
 * @param blocks how many newest blocks stay; 0 for all of them, as at an archive
 * @param evidence the chain's evidence age
 */
public record BlockRetention(long blocks, EvidenceAge evidence) {

    /** What a member keeps beyond the evidence age: half a day of heartbeats. */
    public static final long MEMBER_BLOCKS = 10_000;

    /** Nothing to forget. */
    static final long ALL = 0;

    public BlockRetention {
        if (blocks < 0) {
            throw new IllegalArgumentException("a site keeps 1 or more blocks, or 0 for all");
        }
    }

    /** How long misbehaviour can be proven ({@code consensus_params.evidence}): until both are over. */
    public record EvidenceAge(long blocks, Duration duration) {

        /** Two weeks, and no fewer blocks than a dense two weeks have. */
        public static final EvidenceAge DEFAULT = new EvidenceAge(1_000_000, Duration.ofDays(14));
    }

    /** Keeps all, as an archive does. */
    public static BlockRetention archive() {
        return new BlockRetention(ALL, EvidenceAge.DEFAULT);
    }

    /** Keeps what a member must, and some more. */
    public static BlockRetention member(EvidenceAge evidence) {
        return new BlockRetention(MEMBER_BLOCKS, evidence);
    }

    /**
     * What Commit answers.
     *
     * @param snapshots whether this site makes snapshots
     * @return the oldest height that stays; 0: all stay
     */
    long retainHeight(
            long newest, Instant newestTime, NodeStore marks, boolean snapshots, Optional<Long> oldestSnapshot) {
        if (blocks == ALL || newest % NodeStore.BLOCKS_BETWEEN_MARKS != 0 || (snapshots && oldestSnapshot.isEmpty())) {
            return ALL;
        }
        long wanted = Math.min(newest - blocks + 1, oldestSnapshot.orElse(newest));
        long forgettable = marks.markBefore(
                Math.min(wanted, newest - evidence.blocks() - 1), newestTime.minus(evidence.duration()));
        if (forgettable > 0) {
            marks.forgetMarksBelow(forgettable);
        }
        return Math.max(ALL, forgettable);
    }
}
