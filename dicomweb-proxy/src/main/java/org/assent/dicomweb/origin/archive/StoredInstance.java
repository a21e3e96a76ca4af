package org.assent.dicomweb.origin.archive;

import org.assent.dicom.TransferSyntax;

/**
 * One instance in the archive.
 *
 * @param study StudyInstanceUID
 * @param series SeriesInstanceUID
 * @param instance SOPInstanceUID
 * @param transferSyntax how it is stored
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits; also the name of its file
 * @param length of its file in bytes
 */
public record StoredInstance(
        String study, String series, String instance, TransferSyntax transferSyntax, String sha256, long length) {

    /** Its path below the service base. */
    public String path() {
        return "/studies/" + study + "/series/" + series + "/instances/" + instance;
    }
}
