package org.assent.authorization.token;

import com.nimbusds.jwt.JWTClaimsSet;
import org.assent.authorization.client.RegisteredClient;
import org.assent.ledger.identity.OrganizationId;

/** Who asks for a token, proven. */
sealed interface Caller {

    /** A program of this organization. */
    record Program(RegisteredClient client) implements Caller {}

    /**
     * Another organization, by an assertion that its service key signed and over a connection of its TLS key.
     *
     * @param name its public name
     * @param assertion as it came
     * @param claims what it says
     */
    record Site(OrganizationId organization, String name, String assertion, JWTClaimsSet claims) implements Caller {}
}
