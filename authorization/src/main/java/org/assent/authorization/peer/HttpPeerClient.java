package org.assent.authorization.peer;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.LedgerView;

/**
 * Calls to other sites over HTTP/1.1 and TLS 1.3, addresses and keys from the ledger. Thread-safe.
 *
 * <p>Beside what the interface says it throws {@link PeerRefusedException} when the source gives no token,
 * {@link PeerUnavailableException} when it answers 503 or 429, and {@link PeerUnreachableException} for everything else that
 * is not an answer.
 */
public final class HttpPeerClient implements PeerClient, AutoCloseable {

    private static final Set<String> OWN_HEADERS = Set.of("authorization", "dpop", "host", "cookie", "content-length");

    private final OrganizationId own;
    private final LedgerView ledger;
    private final SiteCredentials credentials;
    private final PeerConnections connections;
    private final StudyTokenSource tokens;

    /**
     * For one site.
     *
     * @param own its organization
     * @param tls its TLS key
     * @param serviceKey its service key, as on the ledger
     */
    public HttpPeerClient(
            OrganizationId own,
            LedgerView ledger,
            TlsIdentity tls,
            Signer serviceKey,
            AddressPolicy policy,
            PeerLimits limits,
            Clock clock,
            SecureRandom random) {
        this.own = own;
        this.ledger = ledger;
        this.credentials = new SiteCredentials(own, serviceKey, clock, random);
        this.connections = new PeerConnections(tls, new PeerPins(ledger), policy, limits);
        this.tokens = new StudyTokenSource(connections, credentials, clock);
    }

    @Override
    public PeerResponse aboutStudy(
            OrganizationId source,
            String studyInstanceUid,
            Set<PurposeOfUse> purposes,
            String onBehalfOf,
            PeerRequest request)
            throws IOException {
        requireSendable(request);
        var subject = new StudyTokenSource.Subject(source, studyInstanceUid, purposes, onBehalfOf);
        return atFirstThatListens(source, address -> {
            String token = tokens.token(subject, address);
            PeerResponse response = sendWithToken(source, address, request, token);
            if (asksForAnother(response)) {
                response.close();
                tokens.forget(subject, token);
                response = sendWithToken(source, address, request, tokens.token(subject, address));
            }
            return usable(response);
        });
    }

    @Override
    public PeerResponse asOrganization(OrganizationId organization, PeerRequest request) throws IOException {
        requireSendable(request);
        return atFirstThatListens(
                organization,
                address -> usable(
                        connections.send(organization, URI.create(address + request.path()), request, Map.of())));
    }

    private PeerResponse sendWithToken(OrganizationId source, URI address, PeerRequest request, String token)
            throws IOException {
        String target = address + request.path();
        try {
            String proof = credentials.proof(request.method(), target, Optional.of(token));
            return connections.send(
                    source, URI.create(target), request, Map.of("Authorization", "DPoP " + token, "DPoP", proof));
        } catch (JOSEException e) {
            throw new IllegalStateException("this site's keys do not sign", e);
        }
    }

    private static boolean asksForAnother(PeerResponse response) {
        String challenge = response.headers().getOrDefault("www-authenticate", "");
        return response.status() == 401
                && (challenge.contains("invalid_token") || challenge.contains("invalid_dpop_proof"));
    }

    /** An answer that means something to the caller; not one that is about this site's credentials or the source's state. */
    private static PeerResponse usable(PeerResponse response) throws IOException {
        int status = response.status();
        if (status == 503 || status == 429) {
            response.close();
            throw new PeerUnavailableException("the other site cannot answer now", RetryAfter.of(response));
        }
        if (status == 401 || (status >= 300 && status < 400 && status != 304)) {
            response.close();
            throw new PeerUnreachableException("the other site answers " + status);
        }
        return response;
    }

    private interface Call {
        PeerResponse at(URI address) throws IOException;
    }

    private PeerResponse atFirstThatListens(OrganizationId organization, Call call) throws IOException {
        IOException last = new PeerUnreachableException("the organization is not registered, or is suspended");
        for (URI address : addresses(organization)) {
            try {
                return call.at(address);
            } catch (ConnectException e) {
                last = new PeerUnreachableException("nobody listens at the other site's address", false, e);
            }
        }
        throw last;
    }

    private List<URI> addresses(OrganizationId organization) {
        if (organization.equals(own)) {
            throw new IllegalArgumentException("a site does not call itself");
        }
        return ledger.organization(organization)
                .filter(leaf -> !leaf.suspended())
                .map(OrganizationLeaf::profile)
                .map(profile -> profile.addresses().stream()
                        .filter(address -> address.startsWith("https://"))
                        .map(URI::create)
                        .toList())
                .orElse(List.of());
    }

    private static void requireSendable(PeerRequest request) {
        boolean own = request.headers().keySet().stream()
                .anyMatch(name -> OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
        if (own || !request.path().startsWith("/") || request.path().startsWith("//")) {
            throw new IllegalArgumentException(
                    "a call has a path beginning with one slash, and no credentials of its own");
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
