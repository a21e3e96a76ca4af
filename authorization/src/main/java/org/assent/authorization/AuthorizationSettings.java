package org.assent.authorization;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.peer.AddressPolicy;
import org.assent.authorization.peer.PeerLimits;
import org.assent.authorization.signin.DemoUser;
import org.assent.ledger.identity.OrganizationId;

/**
 * What authorization needs to know of a site.
 *
 * @param organization whose site it is
 * @param siteName short name, 1 to 40 of a-z, 0-9 and hyphen: in cookies and on pages
 * @param addresses where it is reached
 * @param sitesPort local port at which other sites come in
 * @param demoUsers users with passwords, in the demo; empty on every real site, which then has none
 * @param secretsInForms whether clients may send their secret in the form ({@code client_secret_post}) instead of by Basic
 * @param strict401 whether a token that does not cover a request is answered 401, as IHE IUA has it, and not 403
 * @param peerAddresses where other sites may be
 * @param peerLimits bounds on calls to them
 */
public record AuthorizationSettings(
        OrganizationId organization,
        String siteName,
        Addresses addresses,
        IntSupplier sitesPort,
        Optional<List<DemoUser>> demoUsers,
        boolean secretsInForms,
        boolean strict401,
        AddressPolicy peerAddresses,
        PeerLimits peerLimits) {}
