package org.assent.fhir.jpa;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far each follower has come, kept in the FHIR database so that it changes with what the follower stores. */
public final class Positions {

    private final JdbcTemplate jdbc;

    Positions(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** The follower's position, 0 before its first. */
    public long of(String follower) {
        List<Long> found =
                jdbc.queryForList("select position from assent_position where follower = ?", Long.class, follower);
        return found.isEmpty() ? 0 : found.get(0);
    }

    /** Moves the follower; within a transaction of the store, together with it. */
    public void set(String follower, long position) {
        if (jdbc.update("update assent_position set position = ? where follower = ?", position, follower) == 0) {
            jdbc.update("insert into assent_position (follower, position) values (?, ?)", follower, position);
        }
    }
}
