package org.assent.dicomweb.origin.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes staged instances into the index, many in one transaction: what each collides with, then the rows of studies,
 * series and instances in batches, then the counts and the revision of each study that grew.
 */
final class IndexWriter {

    private final Handle handle;
    private final long now;
    private final Map<String, StudyRow> studies = new HashMap<>();
    private final Map<String, Long> series = new HashMap<>();
    private final Map<String, Known> known = new HashMap<>();
    private final Set<Long> grown = new HashSet<>();

    /** A study as far as storing cares. */
    private record StudyRow(long id, String issuer, String patientId) {}

    /** An instance that is there. */
    private record Known(long id, String sha256, boolean missing) {}

    /**
     * A writer within a transaction.
     *
     * @param now milliseconds since 1970
     */
    IndexWriter(Handle handle, long now) {
        this.handle = handle;
        this.now = now;
    }

    /** Writes the rows; the files of those that are {@link StoreOutcome#STORED} must be kept before the commit. */
    Map<StagedInstance, StoreOutcome> write(List<StagedInstance> staged) {
        loadStudies(staged);
        loadInstances(staged);
        Map<StagedInstance, StoreOutcome> outcomes = new LinkedHashMap<>();
        List<StagedInstance> fresh = new ArrayList<>();
        for (StagedInstance instance : staged) {
            StoreOutcome outcome = outcome(instance);
            outcomes.put(instance, outcome);
            if (outcome == StoreOutcome.STORED && !restored(instance)) {
                fresh.add(instance);
                known.put(uid(instance), new Known(0, instance.sha256(), false));
            }
        }
        insertSeries(fresh);
        insertInstances(fresh);
        count();
        return outcomes;
    }

    private StoreOutcome outcome(StagedInstance instance) {
        Known before = known.get(uid(instance));
        if (before != null && !before.sha256().equals(instance.sha256())) {
            return StoreOutcome.OTHER_BYTES_STORED;
        }
        if (before != null) {
            return before.missing() ? StoreOutcome.STORED : StoreOutcome.ALREADY_STORED;
        }
        StudyRow study =
                studies.computeIfAbsent(instance.identity().study().value(), uid -> insertStudy(uid, instance.rows()));
        boolean samePatient = study.issuer().equals(instance.rows().patientIssuer())
                && study.patientId().equals(instance.rows().key(IndexedAttribute.PATIENT_ID));
        return samePatient ? StoreOutcome.STORED : StoreOutcome.OTHER_PATIENT;
    }

    /** Whether the row was there and only the file had been lost. */
    private boolean restored(StagedInstance instance) {
        Known before = known.get(uid(instance));
        if (before == null) {
            return false;
        }
        handle.execute("update dicomweb.instance set missing = false where id = ?", before.id());
        return true;
    }

    private void loadStudies(List<StagedInstance> staged) {
        handle.createQuery("select id, study_uid, patient_issuer, patient_id from dicomweb.study"
                        + " where origin = '' and study_uid = any(:uids) for update")
                .bindArray("uids", String.class, distinct(staged, s -> s.identity()
                        .study()
                        .value()))
                .map((row, context) ->
                        Map.entry(row.getString(2), new StudyRow(row.getLong(1), row.getString(3), row.getString(4))))
                .forEach(entry -> studies.put(entry.getKey(), entry.getValue()));
    }

    private void loadInstances(List<StagedInstance> staged) {
        handle.createQuery("select id, sop_uid, sha256, missing from dicomweb.instance where sop_uid = any(:uids)")
                .bindArray("uids", String.class, distinct(staged, IndexWriter::uid))
                .map((row, context) ->
                        Map.entry(row.getString(2), new Known(row.getLong(1), row.getString(3), row.getBoolean(4))))
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    }

    private StudyRow insertStudy(String uid, IndexRows rows) {
        long id = StudyRows.insert(handle, "", uid, rows, now);
        return new StudyRow(id, rows.patientIssuer(), rows.key(IndexedAttribute.PATIENT_ID));
    }

    private void insertSeries(List<StagedInstance> fresh) {
        Set<Long> ids = fresh.stream().map(this::studyId).collect(Collectors.toSet());
        handle.createQuery("select study_id, series_uid, id from dicomweb.series where study_id = any(:ids)")
                .bindArray("ids", Long.class, List.copyOf(ids))
                .map((row, context) -> Map.entry(seriesKey(row.getLong(1), row.getString(2)), row.getLong(3)))
                .forEach(entry -> series.put(entry.getKey(), entry.getValue()));
        for (StagedInstance instance : fresh) {
            series.computeIfAbsent(
                    seriesKey(instance),
                    key -> SeriesRows.insert(
                            handle,
                            studyId(instance),
                            instance.identity().series().value(),
                            instance.rows()));
        }
    }

    private void insertInstances(List<StagedInstance> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("insert into dicomweb.instance (series_id, sop_uid, sop_class,"
                + " instance_number, position, transfer_syntax, sha256, length, frames, missing, attributes) values (:series,"
                + " :uid, :class, :number, :position, :syntax, :sha256, :length, :frames, false, :attributes)");
        for (StagedInstance instance : fresh) {
            String number = instance.rows().key(IndexedAttribute.INSTANCE_NUMBER);
            batch.bind("series", seriesId(instance))
                    .bind("uid", uid(instance))
                    .bind("class", instance.identity().sopClass().value())
                    .bind("number", number)
                    .bind("position", position(number))
                    .bind("syntax", instance.transferSyntax().uid().value())
                    .bind("sha256", instance.sha256())
                    .bind("length", instance.length())
                    .bind("frames", instance.rows().frames())
                    .bind("attributes", instance.rows().json(Level.INSTANCE))
                    .add();
            grown.add(studyId(instance));
        }
        batch.execute();
    }

    private void count() {
        for (long study : grown) {
            handle.execute(
                    "update dicomweb.series s set instance_count ="
                            + " (select count(*) from dicomweb.instance i where i.series_id = s.id) where s.study_id = ?",
                    study);
            handle.execute(
                    "update dicomweb.study set revision = revision + 1, changed_at = ?,"
                            + " series_count = (select count(*) from dicomweb.series s where s.study_id = ?),"
                            + " instance_count = (select coalesce(sum(s.instance_count), 0) from dicomweb.series s"
                            + " where s.study_id = ?) where id = ?",
                    now,
                    study,
                    study,
                    study);
        }
    }

    /** A number to order by: numbers first, in their order, then what has none. */
    static int position(String number) {
        return number.isEmpty() ? Integer.MAX_VALUE : Math.clamp(Long.parseLong(number), -2_000_000_000, 2_000_000_000);
    }

    private static List<String> distinct(
            List<StagedInstance> staged, java.util.function.Function<StagedInstance, String> key) {
        return staged.stream().map(key).distinct().toList();
    }

    private long studyId(StagedInstance instance) {
        return required(studies.get(instance.identity().study().value())).id();
    }

    private long seriesId(StagedInstance instance) {
        return required(series.get(seriesKey(instance)));
    }

    private String seriesKey(StagedInstance instance) {
        return seriesKey(studyId(instance), instance.identity().series().value());
    }

    private static String seriesKey(long study, String series) {
        return study + " " + series;
    }

    private static String uid(StagedInstance instance) {
        return instance.identity().instance().value();
    }

    private static <T> T required(@Nullable T row) {
        if (row == null) {
            throw new IllegalStateException("a row that was just made is not there");
        }
        return row;
    }
}
