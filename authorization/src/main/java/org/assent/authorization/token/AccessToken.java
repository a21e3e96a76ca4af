package org.assent.authorization.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.authorization.scope.Scopes;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;

/**
 * What an access token of this site says (RFC 9068; IHE IUA ITI-71). It authenticates and never carries a decision.
 *
 * @param id {@code jti}; groups the requests made with it
 * @param clientId {@code client_id}: a client of this site, or an OrganizationId in hexadecimal digits
 * @param audience {@code aud}: addresses of the parts of this site that take it
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds
 * @param scopes what it may be used for at most
 * @param purposes why, at least one
 * @param keyThumbprint {@code cnf.jkt}: RFC 7638 thumbprint of the key that must prove every use (RFC 9449 §6.1)
 * @param holder who holds it
 */
public record AccessToken(
        String id,
        String clientId,
        Set<String> audience,
        Instant issuedAt,
        Instant expiresAt,
        Scopes scopes,
        Set<PurposeOfUse> purposes,
        Optional<String> keyThumbprint,
        Holder holder) {

    public AccessToken {
        audience = Set.copyOf(audience);
        purposes = Set.copyOf(purposes);
        if (audience.isEmpty() || purposes.isEmpty() || !issuedAt.isBefore(expiresAt)) {
            throw new IllegalArgumentException("a token has an audience, a purpose and a life");
        }
        if (holder instanceof Holder.Site && keyThumbprint.isEmpty()) {
            throw new IllegalArgumentException("another site's token is bound to a key");
        }
    }

    /** Who holds a token. */
    public sealed interface Holder {

        /** A program of this organization. */
        record Program(Set<Role> roles) implements Holder {
            public Program {
                roles = Set.copyOf(roles);
            }
        }

        /**
         * An app of this organization, in the name of one of its people.
         *
         * @param accountId opaque id of the person
         * @param roles those of the person that the app may make use of
         */
        record Person(String accountId, Set<Role> roles) implements Holder {
            public Person {
                roles = Set.copyOf(roles);
            }
        }

        /**
         * Another organization.
         *
         * @param actor opaque id of the person there
         * @param patientId logical id of the one local Patient that it is about
         * @param studyInstanceUid the study that it was asked for
         */
        record Site(OrganizationId organization, String actor, String patientId, String studyInstanceUid)
                implements Holder {}
    }
}
