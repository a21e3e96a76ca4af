package org.assent.site.configuration;

import java.util.List;

/** A configuration that no site can start with. Its message is for the operator: every finding, and what would be right. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    ConfigurationException(String file, List<String> findings) {
        super(file + " cannot be used:\n  - " + String.join("\n  - ", findings));
        this.findings = List.copyOf(findings);
    }

    /** What was found, at least one sentence. */
    public List<String> findings() {
        return findings;
    }
}
