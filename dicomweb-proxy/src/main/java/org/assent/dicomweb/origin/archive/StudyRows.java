package org.assent.dicomweb.origin.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Rows of studies, held here or shared. */
final class StudyRows {

    private static final List<IndexedAttribute> KEYS = IndexedAttribute.of(Level.STUDY);
    private static final String INSERT = insert();

    private StudyRows() {}

    private static String insert() {
        List<String> columns = new ArrayList<>(List.of(
                "origin",
                "study_uid",
                "revision",
                "registered_revision",
                "changed_at",
                "series_count",
                "instance_count",
                "patient_issuer",
                "attributes"));
        for (IndexedAttribute key : KEYS) {
            columns.add(key.column());
            if (key.form() == MatchingForm.NAME) {
                columns.add(key.otherColumn());
            }
        }
        return "insert into dicomweb.study (" + String.join(", ", columns) + ") values ("
                + columns.stream().map(column -> ":" + column).collect(Collectors.joining(", ")) + ")";
    }

    /** Inserts a study without series, at revision 0, and gives its id. */
    static long insert(Handle handle, String origin, String uid, IndexRows rows, long now) {
        try (Update insert = handle.createUpdate(INSERT)) {
            insert.bind("origin", origin)
                    .bind("study_uid", uid)
                    .bind("revision", 0L)
                    .bind("registered_revision", 0L)
                    .bind("changed_at", now)
                    .bind("series_count", 0)
                    .bind("instance_count", 0)
                    .bind("patient_issuer", rows.patientIssuer())
                    .bind("attributes", rows.json(Level.STUDY));
            for (IndexedAttribute key : KEYS) {
                insert.bind(key.column(), rows.key(key));
                if (key.form() == MatchingForm.NAME) {
                    insert.bind(key.otherColumn(), rows.otherName(key));
                }
            }
            return insert.executeAndReturnGeneratedKeys("id").mapTo(Long.class).one();
        }
    }

    /** Adds modalities to those of a study. */
    static void addModalities(Handle handle, long study, Set<String> modalities) {
        for (String modality : modalities) {
            if (!modality.isEmpty()) {
                handle.execute(
                        "insert into dicomweb.study_modality (study_id, modality) select id, cast(? as varchar(256))"
                                + " from dicomweb.study s where s.id = ? and not exists (select 1 from"
                                + " dicomweb.study_modality m where m.study_id = s.id and m.modality = ?)",
                        modality,
                        study,
                        modality);
            }
        }
    }
}
