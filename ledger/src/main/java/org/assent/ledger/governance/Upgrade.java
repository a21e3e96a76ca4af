package org.assent.ledger.governance;

import org.assent.ledger.codec.Checks;

/**
 * The height from which other rules hold.
 *
 * @param height first block under them, at least 2
 * @param rulesVersion which rules, at least 2
 */
public record Upgrade(long height, int rulesVersion) {

    public Upgrade {
        Checks.range("height of an upgrade", height, 2, Long.MAX_VALUE);
        Checks.range("rules version of an upgrade", rulesVersion, 2, Integer.MAX_VALUE);
    }
}
