package org.assent.ledger.identity;

import java.nio.charset.StandardCharsets;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;

/** Names a transaction: {@code H("transaction", chain id, body)}, which is also what its signatures cover. */
public record TransactionId(Bytes32 value) implements Comparable<TransactionId> {

    /** The id of the canonical body of a transaction on a chain. */
    public static TransactionId of(String chainId, Bytes body) {
        return new TransactionId(
                Hash.of(Domain.TRANSACTION, chainId.getBytes(StandardCharsets.UTF_8), body.toByteArray()));
    }

    /** Reads 64 hexadecimal digits. */
    public static TransactionId fromHex(String hex) {
        return new TransactionId(Bytes32.fromHex(hex));
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return value.toHex();
    }

    @Override
    public int compareTo(TransactionId other) {
        return value.compareTo(other.value);
    }

    /** The first eight digits only, enough to follow in a log. */
    @Override
    public String toString() {
        return value.toHex().substring(0, 8) + "…";
    }
}
