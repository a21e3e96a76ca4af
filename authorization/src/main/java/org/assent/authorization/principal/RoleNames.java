package org.assent.authorization.principal;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Roles as one text for the database: names separated by spaces, in order. */
public final class RoleNames {

    private RoleNames() {}

    /** The text. */
    public static String of(Set<Role> roles) {
        return new TreeSet<>(roles).stream().map(Role::name).collect(Collectors.joining(" "));
    }

    /** The roles of a text; names that this version does not know bring nothing. */
    public static Set<Role> read(String text) {
        Set<String> names = Set.of(text.split(" ", -1));
        return Arrays.stream(Role.values())
                .filter(role -> names.contains(role.name()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
