package org.assent.authorization.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Whether a browser says that a request comes from a page of this very site: by {@code Origin} (RFC 6454) or, if the browser
 * sends none, by {@code Sec-Fetch-Site} (Fetch Metadata). Immutable. Sites on one host differ by their port, which both tell.
 */
public final class SameOrigin {

    private final Set<String> origins;

    /** For a site whose pages have these origins. */
    public SameOrigin(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Whether the request is known to come from this site; false if nothing is known. */
    public boolean holds(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        boolean contradicted = site != null && !site.equals("same-origin");
        return !contradicted && (origin == null ? site != null : origins.contains(origin));
    }

    /** Whether the request is known to come from elsewhere. */
    public boolean isForeign(HttpServletRequest request) {
        boolean known = request.getHeader("Origin") != null || request.getHeader("Sec-Fetch-Site") != null;
        return known && !holds(request);
    }
}
