package org.assent.site.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was written with the records that it is read into: settings that do not exist and settings that are
 * missing. A component may be left out if it is a list or {@code @Nullable}.
 */
final class Shape {

    private Shape() {}

    /** Notes what does not fit. */
    static void check(JsonNode written, Class<?> expected, String path, Findings findings) {
        List<RecordComponent> components = Arrays.asList(expected.getRecordComponents());
        String where = path.isEmpty() ? "the file" : path;
        if (!written.isObject()) {
            findings.require(false, where, "should hold " + names(components));
            return;
        }
        for (Map.Entry<String, JsonNode> setting : written.properties()) {
            boolean known = components.stream()
                    .anyMatch(component -> component.getName().equals(setting.getKey()));
            findings.require(known, where, "has no setting '" + setting.getKey() + "'; there are " + names(components));
        }
        for (RecordComponent component : components) {
            String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
            JsonNode value = written.get(component.getName());
            if (value == null || value.isNull()) {
                findings.require(mayBeLeftOut(component) && value == null, name, "is missing");
            } else if (component.getType().isRecord()) {
                check(value, component.getType(), name, findings);
            }
        }
    }

    private static boolean mayBeLeftOut(RecordComponent component) {
        return component.getType() == List.class || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String names(List<RecordComponent> components) {
        return String.join(
                ", ", components.stream().map(RecordComponent::getName).toList());
    }
}
