package org.assent.authorization.peer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.function.IntSupplier;
import org.assent.authorization.http.RequestContext;

/**
 * Says of each request on which port it came in and, on the one for other sites, which organization the connection's TLS key
 * belongs to now: a connection that was made before an organization was suspended proves nothing any more.
 */
public final class ConnectionFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Where the container puts the client's certificates (Jakarta Servlet 6.0 §3.9). */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final transient PeerPins pins;
    private final transient IntSupplier sitesPort;

    /**
     * For one site.
     *
     * @param sitesPort local port at which other sites come in
     */
    public ConnectionFilter(PeerPins pins, IntSupplier sitesPort) {
        this.pins = pins;
        this.sitesPort = sitesPort;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean onSitesPort = request.getLocalPort() == sitesPort.getAsInt();
        RequestContext.setOnSitesPort(request, onSitesPort);
        if (onSitesPort
                && request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chainOfKeys
                && chainOfKeys.length > 0) {
            pins.organizationOf(chainOfKeys[0])
                    .ifPresent(organization -> RequestContext.setPeerOrganization(request, organization));
        }
        chain.doFilter(request, response);
    }
}
