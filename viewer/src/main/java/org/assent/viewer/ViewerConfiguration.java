package org.assent.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** OHIF's {@code app-config.js} for one site: everything from the site itself, nothing from anywhere else. */
final class ViewerConfiguration {

    private ViewerConfiguration() {}

    /**
     * The script.
     *
     * @param siteName public name of the organization, shown in the viewer's corner
     */
    static byte[] script(String siteName) {
        try (InputStream template = Objects.requireNonNull(
                ViewerConfiguration.class.getResourceAsStream("app-config.js"), "app-config.js is missing")) {
            String script = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            return script.replace("'@SITE_NAME@'", quoted(siteName)).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("app-config.js cannot be read from the jar", e);
        }
    }

    /** A JavaScript string; everything but letters, digits and spaces is escaped, so no name can end it. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.chars().forEach(unit -> {
            boolean plain = unit == ' ' || (unit < 128 && Character.isLetterOrDigit(unit));
            quoted.append(plain ? String.valueOf((char) unit) : "\\u%04x".formatted(unit));
        });
        return quoted.append('\'').toString();
    }
}
