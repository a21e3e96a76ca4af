package org.assent.authorization.client;

import java.net.URI;
import java.util.Set;
import org.assent.authorization.http.Addresses;

/**
 * Where a person's browser may go back to from here: {@code https} anywhere, {@code http} on this very machine (RFC 8252 §7.3,
 * 8.3), at most 512 characters, without user and fragment (RFC 6749 §3.1.2). Compared as text, never by parts (RFC 9700 §2.1).
 *
 * @param text as it was registered
 */
public record RedirectUri(String text) {

    private static final int MAX = 512;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public RedirectUri {
        if (text.length() > MAX || !text.chars().allMatch(c -> c > 0x20 && c < 0x7F) || !acceptable(text)) {
            throw new IllegalArgumentException(
                    "an address to go back to is https://…, or http://localhost…, of at most 512 characters without #");
        }
    }

    private static boolean acceptable(String text) {
        URI uri = URI.create(text);
        boolean reachable = "https".equals(uri.getScheme())
                || ("http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost())));
        return reachable && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
    }

    /** Its origin, as browsers write it and a Content-Security-Policy names it. */
    public String origin() {
        return Addresses.origin(URI.create(text));
    }

    /** The address with more parameters, which are percent-encoded already. */
    public String with(String parameters) {
        return text + (text.indexOf('?') < 0 ? "?" : "&") + parameters;
    }

    @Override
    public String toString() {
        return text;
    }
}
