package org.assent.fhir.enforcement;

import java.nio.charset.StandardCharsets;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;

/** Logical ids that this server gives to what is not its own, and that clients cannot take. */
public final class ReservedIds {

    private static final String SHARED = "shared-";
    private static final String MEMBER = "member-";
    private static final int DIGITS = 40;

    private ReservedIds() {}

    /** Id of what another organization calls {@code type/id}: always the same, and telling nothing. */
    public static String shared(OrganizationId source, String type, String id) {
        return SHARED
                + Hash.sha256((source.toHex() + "|" + type + "/" + id).getBytes(StandardCharsets.UTF_8))
                        .toHex()
                        .substring(0, DIGITS);
    }

    /** Id of the Organization resource that mirrors a member of the ledger. */
    public static String member(OrganizationId organization) {
        return MEMBER + organization.toHex().substring(0, DIGITS);
    }

    /** Whether a client may not choose it. */
    public static boolean isReserved(String id) {
        return id.startsWith(SHARED) || id.startsWith(MEMBER);
    }
}
