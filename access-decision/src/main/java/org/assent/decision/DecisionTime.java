package org.assent.decision;

import java.time.Instant;
import org.assent.decision.terms.Period;

/**
 * The two clocks of a decision: a period has begun when both are past its start and is over when either is past its end.
 *
 * @param wall the site's clock
 * @param block time of the newest committed block
 */
public record DecisionTime(Instant wall, Instant block) {

    /** Whether the period has begun by both clocks and is over by neither. */
    public boolean isWithin(Period period) {
        return period.contains(wall) && period.contains(block);
    }

    /** The clock that is behind. */
    public Instant earlier() {
        return wall.isBefore(block) ? wall : block;
    }
}
