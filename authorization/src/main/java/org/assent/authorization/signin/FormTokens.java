package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.SameOrigin;

/**
 * Ties forms that are shown before there is a session to the browser that they were shown to: the form carries a keyed hash of
 * a cookie. Other sites of the same host can set that cookie, but cannot know the key; and a browser tells where a form
 * comes from, which must not be elsewhere.
 */
final class FormTokens {

    static final String FIELD = "form";

    private final SessionCookie cookie;
    private final SameOrigin sameOrigin;
    private final SecureRandom random;
    private final String key;

    FormTokens(SessionCookie cookie, SameOrigin sameOrigin, SecureRandom random) {
        this.cookie = cookie;
        this.sameOrigin = sameOrigin;
        this.random = random;
        this.key = SecretText.random(random, 32);
    }

    /** The hidden field for a form of this response. */
    String field(HttpServletRequest request, HttpServletResponse response) {
        String value = cookie.readForm(request).orElseGet(() -> {
            String fresh = SecretText.random(random, 16);
            cookie.setForm(response, fresh);
            return fresh;
        });
        return Page.hidden(FIELD, SecretText.hash("form " + key, value));
    }

    /** Whether a form was shown to this browser by this site. */
    boolean holds(HttpServletRequest request, FormBody form) {
        String expected = cookie.readForm(request)
                .map(value -> SecretText.hash("form " + key, value))
                .orElse("");
        return !expected.isEmpty()
                && !sameOrigin.isForeign(request)
                && SecretText.same(expected, form.single(FIELD).orElse(""));
    }
}
