package org.assent.ledger.state;

import java.util.Comparator;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.signature.PublicKey;

/**
 * A key of an organization and what it is for.
 *
 * @param role what it may sign
 * @param key the key
 * @param fromHeight first height at which it is valid, 0 for from the beginning
 * @param untilHeight last height at which it is valid, {@link Long#MAX_VALUE} for no end; at least 1
 */
public record OrganizationKey(Role role, PublicKey key, long fromHeight, long untilHeight)
        implements Comparable<OrganizationKey> {

    private static final Comparator<OrganizationKey> ORDER = Comparator.comparing(OrganizationKey::role)
            .thenComparing(OrganizationKey::key)
            .thenComparingLong(OrganizationKey::fromHeight)
            .thenComparingLong(OrganizationKey::untilHeight);

    /** What a key may sign; the order is part of the format. */
    public enum Role {
        /** Changes of the organization's own leaf; may stay offline. */
        ROOT,
        /** Transactions. */
        TRANSACTION,
        /** Assertions to other sites, receipts and held-signatures; rotated often. */
        SERVICE
    }

    public OrganizationKey {
        Checks.notNegative("first height of a key", fromHeight);
        Checks.range("last height of a key", untilHeight, Math.max(1, fromHeight), Long.MAX_VALUE);
    }

    /** A key that is valid from the beginning and without end. */
    public static OrganizationKey always(Role role, PublicKey key) {
        return new OrganizationKey(role, key, 0, Long.MAX_VALUE);
    }

    /** Whether it is valid at the height. */
    public boolean validAt(long height) {
        return fromHeight <= height && height <= untilHeight;
    }

    @Override
    public int compareTo(OrganizationKey other) {
        return ORDER.compare(this, other);
    }
}
