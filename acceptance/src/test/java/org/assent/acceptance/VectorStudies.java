package org.assent.acceptance;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assent.testsupport.SyntheticDicom;

/** The studies that the decision vectors speak of, of one patient, with the dates that they have there; written byte by byte. */
final class VectorStudies {

    private record Begun(String date, String time) {}

    private static final Map<String, Begun> BEGUN = Map.of(
            "S1", new Begun("20220601", "100000"),
            "S2", new Begun("20230601", "100000"),
            "S3", new Begun("20230601", "100000"),
            "S4", new Begun("", ""),
            "S7", new Begun("20221231", "235959"));

    private VectorStudies() {}

    /** Whether there is a study of that name without security labels, registered by North. */
    static boolean has(String name) {
        return BEGUN.containsKey(name);
    }

    /**
     * The studies of a patient, by name.
     *
     * @param number of the patient; what the UIDs are made from
     */
    static Map<String, Study> of(String patientId, int number, Iterable<String> names) {
        Map<String, Study> studies = new TreeMap<>();
        for (String name : names) {
            String uid = "2.25.7712" + number + "0" + name.substring(1);
            studies.put(name, Study.of(List.of(file(patientId, uid, requireNonNull(BEGUN.get(name))))));
        }
        return studies;
    }

    private static byte[] file(String patientId, String uid, Begun begun) {
        return SyntheticDicom.file(SyntheticDicom.EXPLICIT_LITTLE_ENDIAN, SyntheticDicom.SECONDARY_CAPTURE, uid + ".2")
                .text(0x00080016, "UI", SyntheticDicom.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", uid + ".2")
                .text(0x00080020, "DA", begun.date())
                .text(0x00080030, "TM", begun.time())
                .text(0x00080060, "CS", "OT")
                .text(0x00080201, "SH", "+0000")
                .text(0x00100010, "PN", "Vector^Patient")
                .text(0x00100020, "LO", patientId)
                .text(0x00100021, "LO", "NORTH")
                .text(0x0020000D, "UI", uid)
                .text(0x0020000E, "UI", uid + ".1")
                .text(0x00200013, "IS", "1")
                .unsignedShort(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME2")
                .unsignedShort(0x00280010, 2)
                .unsignedShort(0x00280011, 2)
                .unsignedShort(0x00280100, 8)
                .unsignedShort(0x00280101, 8)
                .unsignedShort(0x00280102, 7)
                .unsignedShort(0x00280103, 0)
                .element(0x7FE00010, "OB", new byte[] {1, 2, 3, 4})
                .toByteArray();
    }
}
