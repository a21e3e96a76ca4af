package org.assent.dicomweb.origin.archive;

import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Rows of series. */
final class SeriesRows {

    private SeriesRows() {}

    /** Inserts a series without instances and gives its id. */
    static long insert(Handle handle, long study, String uid, IndexRows rows) {
        long id;
        try (Update insert = handle.createUpdate(
                "insert into dicomweb.series (study_id, series_uid, instance_count, position,"
                        + " modality, series_number, performed_date, performed_time, series_description, body_part, attributes) values"
                        + " (:study, :uid, 0, :position, :modality, :number, :date, :time, :description, :part, :attributes)")) {
            String number = rows.key(IndexedAttribute.SERIES_NUMBER);
            id = insert.bind("study", study)
                    .bind("uid", uid)
                    .bind("position", IndexWriter.position(number))
                    .bind("modality", rows.key(IndexedAttribute.MODALITY))
                    .bind("number", number)
                    .bind("date", rows.key(IndexedAttribute.PERFORMED_DATE))
                    .bind("time", rows.key(IndexedAttribute.PERFORMED_TIME))
                    .bind("description", rows.key(IndexedAttribute.SERIES_DESCRIPTION))
                    .bind("part", rows.key(IndexedAttribute.BODY_PART_EXAMINED))
                    .bind("attributes", rows.json(Level.SERIES))
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
        }
        for (IndexRows.Request request : rows.requests()) {
            handle.execute(
                    "insert into dicomweb.series_request (series_id, scheduled_step, requested_procedure) values (?, ?, ?)",
                    id,
                    request.scheduledStep(),
                    request.requestedProcedure());
        }
        StudyRows.addModalities(handle, study, Set.of(rows.key(IndexedAttribute.MODALITY)));
        return id;
    }
}
