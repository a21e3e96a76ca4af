package org.assent.requirements;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code docs/requirements.tsv}: comments, the line {@code id level title}, then one requirement a line, tabs between. */
public final class RequirementList {

    private static final String HEADER = "id\tlevel\ttitle";

    private RequirementList() {}

    /**
     * Reads the list, in its order.
     *
     * @throws MalformedFileException if a line is no requirement, or an id comes twice
     */
    public static List<Requirement> read(Path file) throws IOException {
        List<Requirement> requirements = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        boolean begun = false;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (!begun) {
                if (!line.equals(HEADER)) {
                    throw new MalformedFileException(file + ", line " + number + ": not the line of names");
                }
                begun = true;
                continue;
            }
            Requirement requirement = requirement(file + ", line " + number, line);
            if (!ids.add(requirement.id())) {
                throw new MalformedFileException(file + ", line " + number + ": again " + requirement.id());
            }
            requirements.add(requirement);
        }
        return List.copyOf(requirements);
    }

    private static Requirement requirement(String where, String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 3) {
            throw new MalformedFileException(where + ": not three fields");
        }
        try {
            return new Requirement(fields[0], Level.valueOf(fields[1]), fields[2]);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(where, e);
        }
    }
}
