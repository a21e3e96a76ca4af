package org.assent.authorization.route;

import java.util.Set;

/**
 * One route.
 *
 * @param methods HTTP methods, upper case; HEAD goes with GET
 * @param template path below the site's root: literal segments, {@code {name}} for one segment, and a final {@code **} for
 *     any rest; e.g. {@code /dicomweb/studies/{study}/metadata}
 * @param guard what stands before it
 */
public record Route(Set<String> methods, String template, Guard guard) {

    public Route {
        methods = Set.copyOf(methods);
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("a route begins with a slash: " + template);
        }
    }
}
