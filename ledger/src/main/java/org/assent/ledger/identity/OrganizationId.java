package org.assent.ledger.identity;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.signature.PublicKey;

/** Names a member organization: {@code H("organization", first root key)}. */
public record OrganizationId(Bytes32 value) implements Comparable<OrganizationId> {

    /** The id that an organization's first root key gives it. */
    public static OrganizationId of(PublicKey firstRootKey) {
        return new OrganizationId(Hash.of(Domain.ORGANIZATION, firstRootKey.toByteArray()));
    }

    /** Reads 64 hexadecimal digits. */
    public static OrganizationId fromHex(String hex) {
        return new OrganizationId(Bytes32.fromHex(hex));
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return value.toHex();
    }

    @Override
    public int compareTo(OrganizationId other) {
        return value.compareTo(other.value);
    }

    /** The first eight digits only, enough to follow in a log. */
    @Override
    public String toString() {
        return value.toHex().substring(0, 8) + "…";
    }
}
