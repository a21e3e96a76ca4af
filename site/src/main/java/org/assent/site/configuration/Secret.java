package org.assent.site.configuration;

import com.fasterxml.jackson.annotation.JsonCreator;

/** A password from the configuration; it has no text form that a log or a message could show. */
public final class Secret {

    private final String value;

    /** Takes the value as it is written. */
    @JsonCreator
    public Secret(String value) {
        this.value = value;
    }

    /** The password, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "********";
    }
}
