package org.assent.ledger.state;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.Checks;

/**
 * The emergencies that an organization declared.
 *
 * @param declared how many so far
 * @param today how many on the last day on which there was one
 * @param head fixes all of them in their order: 32 zero bytes before the first, then {@code H("emergencies", head before,
 *     commitment)}
 * @param last commitment of the newest, 32 zero bytes before the first
 */
public record Emergencies(long declared, DailyCount today, Bytes32 head, Bytes32 last) {

    /** Before the first. */
    public static final Emergencies NONE = new Emergencies(0, DailyCount.NONE, Bytes32.ZERO, Bytes32.ZERO);

    public Emergencies {
        Checks.notNegative("emergencies", declared);
    }

    /** One more on this day. */
    public Emergencies declare(Bytes32 commitment, DailyCount day) {
        return new Emergencies(
                declared + 1,
                day,
                Hash.of(Domain.EMERGENCIES, head.toByteArray(), commitment.toByteArray()),
                commitment);
    }
}
