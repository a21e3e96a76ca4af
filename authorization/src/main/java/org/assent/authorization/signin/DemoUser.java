package org.assent.authorization.signin;

import java.util.Set;
import org.assent.authorization.principal.Role;

/**
 * A user of the demo, with a password that everybody may know. Exists in the demo only.
 *
 * @param name what to sign in with, 1 to 64 characters
 * @param displayName 1 to 120 characters
 * @param password the password
 * @param roles at least one
 */
public record DemoUser(String name, String displayName, String password, Set<Role> roles) {

    public DemoUser {
        roles = Set.copyOf(roles);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DemoUser[" + name + "]";
    }
}
