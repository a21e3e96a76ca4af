package org.assent.authorization.signin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/**
 * The cookie of one site: {@code assent-<site>}, HttpOnly, SameSite=Lax; over https {@code __Host-assent-<site>} and Secure.
 * Cookies ignore ports (RFC 6265 §8.5), so the name keeps the sites of one host apart. Immutable.
 */
public final class SessionCookie {

    private final String name;
    private final boolean secure;

    /**
     * For one site.
     *
     * @param site its name: lower-case letters, digits and hyphens
     * @param secure whether people reach it by https
     */
    public SessionCookie(String site, boolean secure) {
        if (!site.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("a site's name is 1 to 40 of a-z, 0-9 and hyphen: " + site);
        }
        this.name = (secure ? "__Host-" : "") + "assent-" + site;
        this.secure = secure;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The secret that the browser sent, if any. */
    public Optional<String> read(HttpServletRequest request) {
        return read(request, name);
    }

    /** Gives the browser the secret of a session, until the browser is closed. */
    public void set(HttpServletResponse response, String secret) {
        write(response, name, secret, "Lax");
    }

    /** Takes it away. */
    public void clear(HttpServletResponse response) {
        write(response, name, "gone; Max-Age=0", "Lax");
    }

    /** What the browser sent of the cookie that goes with forms shown before there is a session. */
    Optional<String> readForm(HttpServletRequest request) {
        return read(request, name + "-form");
    }

    void setForm(HttpServletResponse response, String value) {
        write(response, name + "-form", value, "Strict");
    }

    private void write(HttpServletResponse response, String cookie, String value, String sameSite) {
        response.addHeader(
                "Set-Cookie",
                cookie + "=" + value + "; Path=/; HttpOnly; SameSite=" + sameSite + (secure ? "; Secure" : ""));
    }

    private static Optional<String> read(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name)) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }
}
