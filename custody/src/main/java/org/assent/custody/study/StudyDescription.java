package org.assent.custody.study;

import java.util.List;

/**
 * A study as lists and the ImagingStudy resource show it, whether it is held here or shared by another site. Text is in
 * DICOM form (dates {@code yyyyMMdd}, times {@code HHmmss.ffffff}) and empty where the study has none.
 *
 * @param studyInstanceUid (0020,000D)
 * @param patient whose it is
 * @param studyDate (0008,0020)
 * @param studyTime (0008,0030)
 * @param timezoneOffset (0008,0201), e.g. {@code +0100}
 * @param accessionNumber (0008,0050)
 * @param studyId (0020,0010)
 * @param description (0008,1030)
 * @param referringPhysician (0008,0090)
 * @param series in order of SeriesNumber, then UID
 */
public record StudyDescription(
        String studyInstanceUid,
        PatientIdentity patient,
        String studyDate,
        String studyTime,
        String timezoneOffset,
        String accessionNumber,
        String studyId,
        String description,
        String referringPhysician,
        List<Series> series) {

    public StudyDescription {
        series = List.copyOf(series);
    }

    /** The same with an offset from UTC. */
    StudyDescription at(String offset) {
        return new StudyDescription(
                studyInstanceUid,
                patient,
                studyDate,
                studyTime,
                offset,
                accessionNumber,
                studyId,
                description,
                referringPhysician,
                series);
    }

    /**
     * One series.
     *
     * @param seriesInstanceUid (0020,000E)
     * @param number (0020,0011), or empty
     * @param modality (0008,0060)
     * @param description (0008,103E)
     * @param bodyPart BodyPartExamined (0018,0015)
     * @param laterality (0020,0060)
     * @param instances in order of InstanceNumber, then UID
     */
    public record Series(
            String seriesInstanceUid,
            String number,
            String modality,
            String description,
            String bodyPart,
            String laterality,
            List<Instance> instances) {

        public Series {
            instances = List.copyOf(instances);
        }
    }

    /**
     * One instance.
     *
     * @param sopInstanceUid (0008,0018)
     * @param sopClassUid (0008,0016)
     * @param number (0020,0013), or empty
     */
    public record Instance(String sopInstanceUid, String sopClassUid, String number) {}

    /** Number of instances in all series. */
    public int instanceCount() {
        return series.stream().mapToInt(s -> s.instances().size()).sum();
    }
}
