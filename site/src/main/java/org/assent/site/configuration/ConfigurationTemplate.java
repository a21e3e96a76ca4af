package org.assent.site.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** The commented {@code site.yaml} that an operator begins with. */
public final class ConfigurationTemplate {

    private ConfigurationTemplate() {}

    /** The text; every setting is in it, with what it means. */
    public static String text() throws IOException {
        try (InputStream template = Objects.requireNonNull(
                ConfigurationTemplate.class.getResourceAsStream(ConfigurationFile.NAME), "site.yaml is missing")) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Writes it into a site's folder, which is made if need be.
     *
     * @return the file
     * @throws java.nio.file.FileAlreadyExistsException if the folder has a configuration already
     */
    public static Path writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(ConfigurationFile.NAME), text(), StandardOpenOption.CREATE_NEW);
    }
}
