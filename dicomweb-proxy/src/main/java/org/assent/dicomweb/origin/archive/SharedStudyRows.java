package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.assent.custody.study.StudyDescription;
import org.assent.dicom.Tag;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.DataSetBuilder;
import org.jdbi.v3.core.Handle;

/** Studies that other sites share, as rows of the list; nothing of their series or instances is kept. */
final class SharedStudyRows {

    private SharedStudyRows() {}

    static void replace(Handle handle, StudyDescription study, String source, long now) {
        if (source.isEmpty()) {
            throw new IllegalArgumentException("a shared study has a source");
        }
        delete(handle, study.studyInstanceUid(), source);
        IndexRows rows;
        try {
            rows = IndexRows.of(dataSet(study), study.patient().issuer(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("a description in memory could not be read", e);
        }
        long id = StudyRows.insert(handle, source, study.studyInstanceUid(), rows, now);
        handle.execute(
                "update dicomweb.study set series_count = ?, instance_count = ? where id = ?",
                study.series().size(),
                study.instanceCount(),
                id);
        StudyRows.addModalities(
                handle,
                id,
                study.series().stream().map(StudyDescription.Series::modality).collect(Collectors.toSet()));
    }

    static void delete(Handle handle, String study, String source) {
        handle.execute("delete from dicomweb.study where study_uid = ? and origin = ? and origin <> ''", study, source);
    }

    private static DataSet dataSet(StudyDescription study) {
        DataSetBuilder builder = DataSet.builder();
        put(builder, Tag.STUDY_INSTANCE_UID, study.studyInstanceUid());
        put(builder, Tag.STUDY_DATE, study.studyDate());
        put(builder, Tag.STUDY_TIME, study.studyTime());
        put(builder, Tag.TIMEZONE_OFFSET_FROM_UTC, study.timezoneOffset());
        put(builder, Tag.ACCESSION_NUMBER, study.accessionNumber());
        put(builder, Tag.STUDY_ID, study.studyId());
        put(builder, Tag.STUDY_DESCRIPTION, study.description());
        put(builder, Tag.REFERRING_PHYSICIAN_NAME, study.referringPhysician());
        put(builder, Tag.PATIENT_NAME, study.patient().name());
        put(builder, Tag.PATIENT_ID, study.patient().patientId());
        put(builder, Tag.ISSUER_OF_PATIENT_ID, study.patient().issuer());
        put(builder, Tag.PATIENT_BIRTH_DATE, study.patient().birthDate());
        put(builder, Tag.PATIENT_SEX, study.patient().sex());
        return builder.build();
    }

    private static void put(DataSetBuilder builder, Tag tag, String value) {
        if (!value.isEmpty()) {
            builder.put(tag, value);
        }
    }
}
