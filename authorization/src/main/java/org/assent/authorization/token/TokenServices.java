package org.assent.authorization.token;

import jakarta.servlet.http.HttpServlet;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.audit.AccessLog;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.code.AuthorizationCodes;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.authorization.signin.UserDirectory;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.stream.LedgerView;
import org.assent.store.SiteDatabase;

/** The endpoints for tokens and what discovery says of them, and their routes. */
public final class TokenServices {

    private final Map<String, HttpServlet> servlets;

    /** For one site. */
    public TokenServices(
            OrganizationId organization,
            Addresses addresses,
            SiteDatabase database,
            LedgerView ledger,
            AccessLog log,
            TokenDecision decision,
            TokenKeys tokenKeys,
            ClientDirectory clients,
            UserDirectory users,
            AuthorizationCodes codes,
            AccessTokenVerifier tokens,
            RevokedTokens revoked,
            DpopProofs proofs,
            boolean secretsInForms,
            Clock clock) {
        AccessTokenIssuer issuer = new AccessTokenIssuer(addresses.issuer(), tokenKeys);
        UsedAssertions used = new UsedAssertions(database, clock);
        TokenEvidence evidence = new TokenEvidence(database, clock);
        CallerAuthentication callers =
                new CallerAuthentication(addresses, clients, ledger, used, secretsInForms, clock);
        TokenEndpoint endpoint = new TokenEndpoint(
                callers,
                proofs,
                addresses,
                decision,
                new ClientTokens(organization, addresses, issuer, log, clock),
                new AppTokens(organization, codes, users, revoked, issuer, log, clock),
                new StudyTokens(organization, addresses, decision, issuer, evidence, log, clock),
                log,
                clock);
        DiscoveryServlet discovery = new DiscoveryServlet(addresses, tokenKeys, secretsInForms);
        this.servlets = Map.of(
                CallerAuthentication.ENDPOINT, endpoint,
                IntrospectionEndpoint.PATH,
                        new IntrospectionEndpoint(
                                callers,
                                tokens,
                                clients,
                                addresses,
                                new TokenStanding(tokens, clients, users, ledger, decision),
                                log,
                                clock),
                RevocationEndpoint.PATH, new RevocationEndpoint(callers, tokens, revoked, log, clock),
                DiscoveryServlet.METADATA, discovery,
                DiscoveryServlet.KEYS, discovery,
                DiscoveryServlet.SMART, discovery);
    }

    /** By exact path; one servlet may be there more than once. */
    public Map<String, HttpServlet> servlets() {
        return servlets;
    }

    /** Their routes. */
    public static List<Route> routes() {
        return List.of(
                new Route(Set.of("POST"), CallerAuthentication.ENDPOINT, new Guard.Open()),
                new Route(Set.of("POST"), IntrospectionEndpoint.PATH, new Guard.Open()),
                new Route(Set.of("POST"), RevocationEndpoint.PATH, new Guard.Open()),
                new Route(Set.of("GET"), DiscoveryServlet.METADATA, new Guard.Open()),
                new Route(Set.of("GET"), DiscoveryServlet.KEYS, new Guard.Open()),
                new Route(Set.of("GET"), DiscoveryServlet.SMART, new Guard.Open()));
    }
}
