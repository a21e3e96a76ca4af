package org.assent.site.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a site's {@code site.yaml}. Unknown settings, missing ones and impossible values are findings, all told at once. */
public final class ConfigurationFile {

    /** Its name in the site's folder. */
    public static final String NAME = "site.yaml";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private ConfigurationFile() {}

    /**
     * Reads and checks the configuration of a site.
     *
     * @param folder the site's folder
     * @throws ConfigurationException if no site can start with it
     * @throws IOException if the file is there but cannot be read
     */
    public static SiteConfiguration read(Path folder) throws ConfigurationException, IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(
                    file.toString(),
                    List.of("there is no such file; ./assent site init " + folder + " writes one to begin with"));
        }
        SiteConfiguration configuration = parse(file);
        configuration.check(folder, file.toString());
        return configuration;
    }

    private static SiteConfiguration parse(Path file) throws ConfigurationException, IOException {
        try {
            JsonNode written = YAML.readTree(Files.readAllBytes(file));
            Findings findings = new Findings();
            Shape.check(written, SiteConfiguration.class, "", findings);
            findings.throwIfAny(file.toString());
            return YAML.treeToValue(written, SiteConfiguration.class);
        } catch (JsonMappingException e) {
            throw new ConfigurationException(
                    file.toString(), List.of(path(e) + " cannot be read: " + firstLine(e.getOriginalMessage())));
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new ConfigurationException(
                    file.toString(), List.of("this is not YAML" + line + ": " + firstLine(e.getOriginalMessage())));
        }
    }

    private static String path(JsonMappingException problem) {
        return problem.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
