package org.assent.authorization.authentication;

import org.assent.authorization.principal.Principal;
import org.assent.authorization.scope.Scopes;

/**
 * Who asks, proven.
 *
 * @param principal who
 * @param scopes what for at most
 * @param means how it was proven
 */
public record Authenticated(Principal principal, Scopes scopes, Means means) {

    /** How it was proven. */
    public enum Means {
        /** By a cookie, which a browser sends by itself: other sites can make it do so. */
        COOKIE,
        /** By a token that whoever has it can use. */
        BEARER,
        /** By a token and a proof of its key. */
        DPOP
    }
}
