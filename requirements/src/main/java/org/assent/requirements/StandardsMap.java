package org.assent.requirements;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code docs/standards-map.yml}: a list of {@code {id, level, status, class, test, reason}}. */
public final class StandardsMap {

    private static final ObjectReader READER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(Written[].class);

    /** An entry as it is written. */
    private record Written(
            @Nullable String id,
            @Nullable Level level,
            @Nullable String status,
            @JsonProperty("class") @Nullable String className,
            @Nullable String test,
            @Nullable String reason) {

        MapEntry understood() {
            if (id == null || level == null || status == null) {
                throw new MalformedFileException("an entry without id, level or status: " + this);
            }
            String why = reason == null ? "" : reason.strip();
            return new MapEntry(
                    id,
                    level,
                    switch (status) {
                        case "green" -> new Standing.Green(required("class", className), required("test", test), why);
                        case "later" -> new Standing.Later(why);
                        case "not-offered" -> new Standing.NotOffered(why);
                        default -> throw new MalformedFileException(id + " has an unknown status: " + status);
                    });
        }

        private String required(String name, @Nullable String value) {
            if (value == null || value.isBlank()) {
                throw new MalformedFileException(id + " is green without " + name);
            }
            return value;
        }
    }

    private StandardsMap() {}

    /**
     * Reads the map, in its order. Whether it fits the list and the tests {@link MapCheck} says.
     *
     * @throws MalformedFileException if it is no such list, or an entry lacks what its status needs
     */
    public static List<MapEntry> read(Path file) throws IOException {
        try {
            Written[] entries = READER.readValue(Files.readString(file));
            return Arrays.stream(entries).map(Written::understood).toList();
        } catch (JacksonException e) {
            throw new MalformedFileException(file.toString(), e);
        }
    }
}
