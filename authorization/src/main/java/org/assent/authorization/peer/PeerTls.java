package org.assent.authorization.peer;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS between sites: 1.3 only, both keys checked against the ledger's pins in the handshake. */
public final class PeerTls {

    /** A resumed session skips the check of keys; it is made anew for each request, and resumption ends soon. */
    private static final int RESUMPTION_SECONDS = 60;

    private PeerTls() {}

    /** For the port for other sites: a client without the key of a registered, not suspended organization gets no connection. */
    public static SslContextFactory.Server server(TlsIdentity own, PeerPins pins) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        SSLContext context =
                context(own, certificate -> pins.organizationOf(certificate).isPresent());
        context.getServerSessionContext().setSessionTimeout(RESUMPTION_SECONDS);
        factory.setSslContext(context);
        factory.setIncludeProtocols("TLSv1.3");
        factory.setNeedClientAuth(true);
        factory.setSniRequired(false);
        factory.setEndpointIdentificationAlgorithm(null);
        return factory;
    }

    /** For calls to one organization: a server without exactly its key gets nothing sent. */
    static SslContextFactory.Client client(TlsIdentity own, PeerPins pins, OrganizationId organization) {
        SslContextFactory.Client factory = new SslContextFactory.Client();
        factory.setSslContext(context(own, certificate -> pins.belongs(certificate, organization)));
        factory.setIncludeProtocols("TLSv1.3");
        factory.setSessionCachingEnabled(false);
        factory.setEndpointIdentificationAlgorithm(null);
        return factory;
    }

    /** For calls of an organization that the ledger may not know yet: to whoever has exactly one of these keys. */
    public static SSLContext toPins(TlsIdentity own, Set<Bytes32> pins) {
        return context(own, certificate -> pins.contains(PeerPins.of(certificate)));
    }

    private static SSLContext context(TlsIdentity own, Predicate<X509Certificate> right) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(own.keyManagers(), new TrustManager[] {new PinnedTrust(right)}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java platform has no TLS 1.3 with P-256 keys", e);
        }
    }
}
