package org.assent.authorization.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sets what browsers need to know before a handler runs, so that no answer goes without; a handler may set a header again.
 *
 * <p>Everything is no-store unless a handler says otherwise. Below {@code /viewer} a page is isolated across origins, which
 * the viewer's decoders need (SharedArrayBuffer: COOP {@code same-origin}, COEP {@code require-corp}).
 */
public final class SecurityHeadersFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    /** The viewer compiles decoders to WebAssembly, starts workers from blobs and styles elements in place. */
    private static final String VIEWER_POLICY =
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:;"
                    + " worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
                    + " font-src 'self' data:; connect-src 'self' data: blob:; object-src 'none'; base-uri 'self';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private final boolean secure;

    /**
     * For one site.
     *
     * @param secure whether people reach it by https only
     */
    public SecurityHeadersFilter(boolean secure) {
        this.secure = secure;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        response.setHeader("X-Content-Type-Options", "nosniff");
        // not no-referrer: with that a browser sends "Origin: null" even to its own site (Fetch, §3.2)
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (path.startsWith("/viewer")) {
            response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
            response.setHeader("Content-Security-Policy", VIEWER_POLICY);
        } else {
            response.setHeader("Content-Security-Policy", path.startsWith("/auth/") ? PAGE_POLICY : API_POLICY);
        }
        if (secure) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        chain.doFilter(request, response);
    }
}
