package org.assent.fhir.jpa;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * HAPI's rows of versions, asked by what they and their resources are tagged with now, which HAPI's own history cannot (tables of
 * HAPI 8.8.0: HFJ_RES_VER, HFJ_RESOURCE, HFJ_RES_TAG, HFJ_HISTORY_TAG, HFJ_TAG_DEF).
 */
final class VersionRows {

    private static final int TAG = 0; // of TagTypeEnum: neither profile nor security label
    private static final String VERSIONS =
            " from HFJ_RES_VER v join HFJ_RESOURCE r on r.RES_ID = v.RES_ID where r.RES_TYPE = ?";

    private final JdbcTemplate jdbc;

    VersionRows(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** A row; {@code deleted} if it is the version that a deletion made. */
    record Row(String id, long number, Instant at, boolean deleted) {}

    long count(String type, VersionQuery query) {
        List<Object> values = new ArrayList<>();
        Long count =
                jdbc.queryForObject("select count(*)" + condition(type, query, values), Long.class, values.toArray());
        return count == null ? 0 : count;
    }

    /** Those of the page, the newest first. */
    List<Row> page(String type, VersionQuery query) {
        List<Object> values = new ArrayList<>();
        String condition = condition(type, query, values);
        values.add(query.offset());
        values.add(query.count());
        return jdbc.query(
                "select r.FHIR_ID, v.RES_VER, v.RES_UPDATED, v.RES_DELETED_AT" + condition
                        + " order by v.RES_UPDATED desc, v.PID desc offset ? rows fetch next ? rows only",
                (row, n) -> new Row(
                        row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant(), row.getTimestamp(4) != null),
                values.toArray());
    }

    /** The newest version before the deletion of a resource; empty if it is not deleted. */
    Optional<Long> lastBeforeDeletion(String type, String id) {
        return Optional.ofNullable(jdbc.queryForObject(
                "select max(v.RES_VER)" + VERSIONS
                        + " and r.FHIR_ID = ? and r.RES_DELETED_AT is not null and v.RES_DELETED_AT is null",
                Long.class,
                type,
                id));
    }

    private static String condition(String type, VersionQuery query, List<Object> values) {
        StringBuilder condition = new StringBuilder(VERSIONS);
        values.add(type);
        query.id().ifPresent(id -> {
            condition.append(" and r.FHIR_ID = ?");
            values.add(id);
        });
        query.since().ifPresent(since -> {
            condition.append(" and v.RES_UPDATED >= ?");
            values.add(Timestamp.from(since));
        });
        if (!query.deleted()) {
            condition.append(" and r.RES_DELETED_AT is null");
        }
        condition.append(" and ");
        tagged(condition, query, values, "HFJ_RES_TAG t", "t.RES_ID = r.RES_ID");
        condition.append(" and (v.RES_DELETED_AT is not null or "); // a deletion says nothing of its own
        tagged(condition, query, values, "HFJ_HISTORY_TAG t", "t.RES_VER_PID = v.PID");
        return condition.append(')').toString();
    }

    private static void tagged(
            StringBuilder condition, VersionQuery query, List<Object> values, String tags, String whose) {
        condition
                .append("exists (select 1 from ")
                .append(tags)
                .append(" join HFJ_TAG_DEF d on d.TAG_ID = t.TAG_ID where ")
                .append(whose)
                .append(" and d.TAG_TYPE = ")
                .append(TAG)
                .append(" and d.TAG_SYSTEM = ? and d.TAG_CODE in (")
                .append(String.join(",", Collections.nCopies(query.wanted().size(), "?")))
                .append("))");
        values.add(query.system());
        values.addAll(query.wanted());
    }
}
