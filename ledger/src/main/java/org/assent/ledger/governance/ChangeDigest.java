package org.assent.ledger.governance;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;

/** What an approval names, so that it is good for one change only. Pure. */
public final class ChangeDigest {

    private ChangeDigest() {}

    /** {@code H("change", canonical change)}. */
    public static Bytes32 of(Change change) {
        return Hash.of(Domain.CHANGE, GovernanceFields.write(change).toByteArray());
    }
}
