package org.assent.authorization.signin;

import java.util.Set;
import org.assent.authorization.principal.Role;

/**
 * A person of this organization.
 *
 * @param id opaque, a UUID: what tokens, logs and other sites see
 * @param displayName shown to the person and to administrators only
 * @param roles what the person is here for, at least one
 * @param joined whether the person has signed in at least once
 */
public record Account(String id, String displayName, Set<Role> roles, boolean joined) {

    public Account {
        roles = Set.copyOf(roles);
    }
}
