package org.assent.authorization.token;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.scope.ResourceServer;

/** Which parts of the site a token is for: those that {@code resource} names, else all that it may be for (RFC 8707 §2). */
final class TokenAudience {

    private TokenAudience() {}

    static Set<String> of(FormBody form, Addresses addresses, boolean sitesPort, Collection<ResourceServer> parts)
            throws OAuthError.Refusal {
        Set<String> possible = new HashSet<>();
        for (ResourceServer part : parts) {
            possible.addAll(addresses.of(part, sitesPort));
        }
        Set<String> asked = new HashSet<>(form.all("resource"));
        if (!possible.containsAll(asked)) {
            throw OAuthError.invalidTarget().refusal();
        }
        return asked.isEmpty() ? possible : asked;
    }
}
