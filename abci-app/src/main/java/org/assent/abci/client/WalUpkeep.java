package org.assent.abci.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.assent.abci.node.ConsensusWal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes segments of the node's consensus log once blocks have been committed after them. */
final class WalUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(WalUpkeep.class);
    /** One block is enough; more cost nothing. */
    private static final int BLOCKS_SINCE = 2;

    private final Path home;
    private final LongSupplier height;
    private final Clock clock;
    private long seenHeight = Long.MAX_VALUE;
    private Instant seenAt = Instant.EPOCH;

    WalUpkeep(Path home, LongSupplier height, Clock clock) {
        this.home = home;
        this.height = height;
        this.clock = clock;
    }

    /** Compares with the time before: what was written before the height seen then is over. */
    void look() {
        long now = height.getAsLong();
        try {
            if (now >= seenHeight && now - seenHeight >= BLOCKS_SINCE) {
                ConsensusWal.trim(home, seenAt);
            }
        } catch (IOException e) {
            LOG.warn("the node's consensus log cannot be trimmed: {}", e.getMessage());
        }
        if (seenHeight == Long.MAX_VALUE || now - seenHeight >= BLOCKS_SINCE) {
            seenHeight = now;
            seenAt = clock.instant();
        }
    }
}
