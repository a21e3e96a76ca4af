package org.assent.dicomweb.origin.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.dicom.TransferSyntax;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Finds stored instances by their UIDs. A study, series and instance that do not belong together are not found (DW-H-06).
 * Thread-safe.
 */
final class InstanceIndex {

    private static final int REMEMBERED = 20_000;
    private static final String SELECT =
            "select st.study_uid, se.series_uid, i.sop_uid, i.transfer_syntax, i.sha256, i.length"
                    + " from dicomweb.instance i join dicomweb.series se on se.id = i.series_id"
                    + " join dicomweb.study st on st.id = se.study_id where st.origin = '' and not i.missing and st.study_uid = :study";
    private static final String ORDER = " order by se.position, se.series_uid, i.position, i.sop_uid";

    private final Jdbi jdbi;

    /** The last ones found. Rows of instances never change, so what is remembered stays true. */
    private final Map<String, StoredInstance> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StoredInstance> eldest) {
            return size() > REMEMBERED;
        }
    };

    InstanceIndex(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether a study is held here. */
    boolean holds(String study) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select 1 from dicomweb.study where study_uid = :study and origin = ''")
                        .bind("study", study)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    /** The revision of a study that is held here. */
    Optional<Long> revision(String study) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select revision from dicomweb.study where study_uid = :study and origin = ''")
                .bind("study", study)
                .mapTo(Long.class)
                .findOne());
    }

    /** One instance. */
    Optional<StoredInstance> find(String study, String series, String instance) {
        StoredInstance found = recall(instance);
        if (found == null) {
            found = jdbi.withHandle(handle -> handle.createQuery(SELECT + " and i.sop_uid = :instance")
                    .bind("study", study)
                    .bind("instance", instance)
                    .map((row, context) -> instance(row))
                    .findOne()
                    .orElse(null));
        }
        if (found == null || !found.study().equals(study) || !found.series().equals(series)) {
            return Optional.empty();
        }
        synchronized (remembered) {
            remembered.put(instance, found);
        }
        return Optional.of(found);
    }

    private @Nullable StoredInstance recall(String instance) {
        synchronized (remembered) {
            return remembered.get(instance);
        }
    }

    /** All instances of a study, by SeriesNumber and InstanceNumber. */
    List<StoredInstance> ofStudy(String study) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + ORDER)
                .bind("study", study)
                .map((row, context) -> instance(row))
                .list());
    }

    /** All instances of a series, by InstanceNumber. */
    List<StoredInstance> ofSeries(String study, String series) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " and se.series_uid = :series" + ORDER)
                .bind("study", study)
                .bind("series", series)
                .map((row, context) -> instance(row))
                .list());
    }

    private static StoredInstance instance(ResultSet row) throws SQLException {
        String syntax = row.getString(4);
        return new StoredInstance(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                TransferSyntax.of(syntax)
                        .orElseThrow(
                                () -> new IllegalStateException("stored in an unknown transfer syntax: " + syntax)),
                row.getString(5),
                row.getLong(6));
    }
}
