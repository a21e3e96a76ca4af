package org.assent.site.configuration;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a configuration, so that an operator sees all of it at once. */
final class Findings {

    private final List<String> all = new ArrayList<>();

    /** Notes a finding unless the condition holds: where it is, what is wrong and what would be right. */
    void require(boolean condition, String setting, String message) {
        if (!condition) {
            all.add(setting + " " + message);
        }
    }

    /** Ends the reading if anything was found. */
    void throwIfAny(String file) throws ConfigurationException {
        if (!all.isEmpty()) {
            throw new ConfigurationException(file, all);
        }
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
