package org.assent.authorization.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells browsers which other origins may read answers (Fetch, CORS protocol): those of the apps that are registered here, by token,
 * tokens, FHIR and DICOMweb; any origin what everybody may know. Never with cookies, and nothing on the port for other sites.
 *
 * <p>Sets headers alone: what a request is allowed is found by the filters after it.
 */
public final class CrossOriginFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Set<String> FOR_EVERYBODY = Set.of("/auth/jwks", "/fhir/r4/metadata");
    private static final Set<String> FOR_APPS = Set.of("/auth/token", "/auth/revoke");
    private static final String REQUEST_HEADERS =
            "Authorization, DPoP, Content-Type, Accept, Prefer, If-Match, If-None-Match, If-None-Exist, X-Request-Id";
    private static final String RESPONSE_HEADERS =
            "Content-Location, ETag, Location, Retry-After, Warning, WWW-Authenticate, X-Request-Id, "
                    + RequestContext.RECEIPT_HEADER;
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";

    private final transient Predicate<String> appOrigins;

    /** Lets in the origins, as browsers write them (RFC 6454 §6.2), that the predicate holds for. */
    public CrossOriginFilter(Predicate<String> appOrigins) {
        this.appOrigins = appOrigins;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        if (origin != null && !RequestContext.onSitesPort(request)) {
            String path = request.getRequestURI();
            if (isForEverybody(path)) {
                allow(request, response, "*");
            } else if (isForApps(path)) {
                response.addHeader("Vary", "Origin");
                if (appOrigins.test(origin)) {
                    allow(request, response, origin);
                }
            }
        }
        chain.doFilter(request, response);
    }

    private static void allow(HttpServletRequest request, HttpServletResponse response, String origin) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        if (request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null) {
            response.setHeader("Access-Control-Allow-Methods", METHODS);
            response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
            response.setHeader("Access-Control-Max-Age", "600");
        } else {
            response.setHeader("Access-Control-Expose-Headers", RESPONSE_HEADERS);
        }
    }

    private static boolean isForEverybody(String path) {
        return FOR_EVERYBODY.contains(path)
                || path.startsWith("/.well-known/")
                || path.startsWith("/fhir/r4/.well-known/");
    }

    private static boolean isForApps(String path) {
        return FOR_APPS.contains(path)
                || path.startsWith("/fhir/r4/")
                || path.startsWith("/dicomweb/")
                || path.equals("/wado");
    }
}
