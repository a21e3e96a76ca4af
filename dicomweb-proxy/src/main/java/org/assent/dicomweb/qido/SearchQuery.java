package org.assent.dicomweb.qido;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assent.dicomweb.enforcement.Listing;
import org.assent.dicomweb.origin.archive.Level;
import org.assent.ledger.identity.OrganizationId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A search as one SQL query, in which what the requester may find stands beside what was asked for: so counts and pages
 * are of permitted studies only (DW-Q-24).
 */
final class SearchQuery {

    private static final String STUDY_ORDER = "st.study_date desc, st.study_time desc, st.study_uid";
    private static final String STUDY_COLUMNS =
            "st.id, st.study_uid, st.series_count, st.instance_count, st.attributes";

    /** A study that is held here too is listed once. */
    private static final String NOT_HELD = "not exists (select 1 from dicomweb.study other"
            + " where other.study_uid = st.study_uid and other.origin = '')";

    private final SearchResource resource;
    private final Condition condition;

    /** A page of results and how many come after it. */
    record Page(List<FoundRow> rows, long remaining) {}

    SearchQuery(SearchResource resource, Condition condition) {
        this.resource = resource;
        this.condition = condition;
    }

    /**
     * Adds the condition that only what a listing permits is found.
     *
     * @param sharedToo whether results may be studies of other sites: their series and instances are not known here
     */
    static void permit(Listing listing, Condition condition, boolean sharedToo) {
        switch (listing) {
            case Listing.Only(var studies, var shared) -> {
                String own = "st.origin = '' and st.study_uid = any(" + condition.bind(studies) + ")";
                condition.add(sharedToo ? either(own, shared, condition) : own);
            }
            case Listing.Local(var hidden, var shared) -> {
                String own = "st.origin = ''";
                if (!hidden.isEmpty()) {
                    own += " and not st.study_uid = any(" + condition.bind(hidden) + ")";
                }
                condition.add(sharedToo ? either(own, shared, condition) : own);
            }
        }
    }

    /** Several sources can share a study: what is listed is what the source gave whose share is in force. */
    private static String either(String own, Map<String, OrganizationId> shared, Condition condition) {
        if (shared.isEmpty()) {
            return own;
        }
        List<String> pairs = shared.entrySet().stream()
                .map(study -> study.getValue().toHex() + "/" + study.getKey())
                .toList();
        return "((" + own + ") or (st.origin <> '' and st.study_uid = any(" + condition.bind(shared.keySet())
                + ") and st.origin || '/' || st.study_uid = any(" + condition.bind(pairs) + ") and " + NOT_HELD + "))";
    }

    /** Reads a page. */
    Page page(Jdbi jdbi, int offset, int limit) {
        return jdbi.withHandle(handle -> {
            List<FoundRow> rows = limit == 0 ? List.of() : read(handle, offset, limit + 1);
            boolean more = limit == 0 || rows.size() > limit;
            if (!more) {
                return new Page(withModalities(handle, rows), 0);
            }
            List<FoundRow> page = limit == 0 ? rows : rows.subList(0, limit);
            long remaining = Math.max(0, count(handle) - offset - page.size());
            return new Page(withModalities(handle, page), remaining);
        });
    }

    private List<FoundRow> read(Handle handle, int offset, int limit) {
        String columns =
                switch (resource.level()) {
                    case STUDY -> STUDY_COLUMNS;
                    case SERIES -> STUDY_COLUMNS + ", se.series_uid, se.instance_count, se.attributes";
                    case INSTANCE ->
                        STUDY_COLUMNS
                                + ", se.series_uid, se.instance_count, se.attributes, i.sop_uid, i.transfer_syntax,"
                                + " i.missing, i.attributes";
                };
        String order =
                switch (resource.level()) {
                    case STUDY -> STUDY_ORDER + ", st.id";
                    case SERIES -> STUDY_ORDER + ", se.position, se.series_uid";
                    case INSTANCE -> STUDY_ORDER + ", se.position, se.series_uid, i.position, i.sop_uid";
                };
        return condition
                .bindTo(handle.createQuery("select " + columns + from() + " where " + condition.sql() + " order by "
                        + order + " limit :limit offset :offset"))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> row(row))
                .list();
    }

    private long count(Handle handle) {
        return condition
                .bindTo(handle.createQuery("select count(*)" + from() + " where " + condition.sql()))
                .mapTo(Long.class)
                .one();
    }

    private String from() {
        return switch (resource.level()) {
            case STUDY -> " from dicomweb.study st";
            case SERIES -> " from dicomweb.study st join dicomweb.series se on se.study_id = st.id";
            case INSTANCE ->
                " from dicomweb.study st join dicomweb.series se on se.study_id = st.id"
                        + " join dicomweb.instance i on i.series_id = se.id";
        };
    }

    private FoundRow row(ResultSet row) throws SQLException {
        boolean series = resource.level() != Level.STUDY;
        boolean instance = resource.level() == Level.INSTANCE;
        return new FoundRow(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                row.getInt(4),
                row.getString(5),
                List.of(),
                series ? new FoundRow.Series(row.getString(6), row.getInt(7), row.getString(8)) : null,
                instance
                        ? new FoundRow.Instance(
                                row.getString(9), row.getString(10), !row.getBoolean(11), row.getString(12))
                        : null);
    }

    private static List<FoundRow> withModalities(Handle handle, List<FoundRow> rows) {
        Map<Long, List<String>> modalities = new HashMap<>();
        handle.createQuery("select study_id, modality from dicomweb.study_modality where study_id = any(:ids)"
                        + " order by study_id, modality")
                .bindArray(
                        "ids",
                        Long.class,
                        rows.stream().map(FoundRow::studyId).distinct().toList())
                .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
                .forEach(entry -> modalities
                        .computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return rows.stream()
                .map(row -> row.with(modalities.getOrDefault(row.studyId(), List.of())))
                .toList();
    }

    /**
     * One result as the index has it.
     *
     * @param attributes of the study, as DICOM JSON
     */
    record FoundRow(
            long studyId,
            String study,
            int seriesCount,
            int instanceCount,
            String attributes,
            List<String> modalities,
            @Nullable Series series,
            @Nullable Instance instance) {

        FoundRow with(List<String> found) {
            return new FoundRow(studyId, study, seriesCount, instanceCount, attributes, found, series, instance);
        }

        /** Its series, where results are series or instances. */
        record Series(String uid, int instanceCount, String attributes) {}

        /** Its instance, where results are instances. */
        record Instance(String uid, String transferSyntax, boolean available, String attributes) {}
    }
}
