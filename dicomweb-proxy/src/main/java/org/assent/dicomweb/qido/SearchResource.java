package org.assent.dicomweb.qido;

import java.util.Set;
import org.assent.dicomweb.origin.archive.Level;

/** The six resources that can be searched: PS3.18 table 10.6.1-1. */
public enum SearchResource {
    STUDIES(Level.STUDY),
    SERIES_OF_STUDY(Level.SERIES),
    INSTANCES_OF_STUDY(Level.INSTANCE),
    ALL_SERIES(Level.SERIES),
    INSTANCES_OF_SERIES(Level.INSTANCE),
    ALL_INSTANCES(Level.INSTANCE);

    private final Level level;

    SearchResource(Level level) {
        this.level = level;
    }

    /** What one result is. */
    Level level() {
        return level;
    }

    /** The levels whose keys may be used and whose attributes are in each result. */
    Set<Level> levels() {
        return switch (this) {
            case STUDIES -> Set.of(Level.STUDY);
            case SERIES_OF_STUDY -> Set.of(Level.SERIES);
            case INSTANCES_OF_STUDY -> Set.of(Level.SERIES, Level.INSTANCE);
            case ALL_SERIES -> Set.of(Level.STUDY, Level.SERIES);
            case INSTANCES_OF_SERIES -> Set.of(Level.INSTANCE);
            case ALL_INSTANCES -> Set.of(Level.STUDY, Level.SERIES, Level.INSTANCE);
        };
    }
}
