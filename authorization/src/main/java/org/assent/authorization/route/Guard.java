package org.assent.authorization.route;

import java.util.Set;
import org.assent.authorization.principal.Role;

/** What stands between a route and whoever asks for it. */
public sealed interface Guard {

    /** Nothing: discovery, health, sign-in. Shows nothing of any patient. */
    record Open() implements Guard {}

    /** Somebody of this organization with one of the roles; no patient's data is behind it. */
    record Roles(Set<Role> anyOf) implements Guard {
        public Roles {
            anyOf = Set.copyOf(anyOf);
        }
    }

    /**
     * The decision point: somebody of this organization with one of the roles, or another organization if {@code peers};
     * the handler asks the decision point before it touches data.
     */
    record Decision(Set<Role> anyOf, boolean peers) implements Guard {
        public Decision {
            anyOf = Set.copyOf(anyOf);
        }
    }

    /** Another registered organization, proven by its TLS key; not about one patient's data. */
    record Peers() implements Guard {}

    /** A signed-in person, else the sign-in page: pages, not API. */
    record Page(Set<Role> anyOf) implements Guard {
        public Page {
            anyOf = Set.copyOf(anyOf);
        }
    }
}
