package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.assent.dicom.PersonName;
import org.assent.dicom.phantom.CtHeadPhantom;
import org.assent.dicom.phantom.PhantomPatient;

/** Sends studies to a site as a modality does. */
final class Modality {

    private static final int FILES_A_REQUEST = 25;

    private Modality() {}

    /** A CT head phantom of a patient of its own. */
    static Study phantom(String patientId, long seed, int slices) {
        CtHeadPhantom phantom = new CtHeadPhantom(
                new PhantomPatient(
                        PersonName.of("Phantom^" + patientId), patientId, "NORTH", LocalDate.of(1970, 1, 1), "O"),
                seed,
                slices);
        List<byte[]> files = new ArrayList<>();
        for (int slice = 1; slice <= slices; slice++) {
            files.add(phantom.slice(slice));
        }
        return Study.of(files);
    }

    /** Stores the study; every part must be answered 200. */
    static void store(Hospital hospital, Study study) {
        for (int from = 0; from < study.files().size(); from += FILES_A_REQUEST) {
            int to = Math.min(study.files().size(), from + FILES_A_REQUEST);
            Response stored = post(hospital, study.files().subList(from, to));
            assertThat(stored.statusCode()).as(stored.asString()).isEqualTo(200);
        }
    }

    /** Sends files in one STOW-RS request. */
    static Response post(Hospital hospital, List<byte[]> files) {
        return hospital.as("modality")
                .contentType(Study.MULTIPART)
                .accept("application/dicom+json")
                .body(Study.multipart(files))
                .post("/dicomweb/studies");
    }
}
