package org.assent.dicom.io;

import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.Tag;
import org.assent.dicom.Uid;
import org.assent.dicom.data.DataSet;

/**
 * The UIDs without which an instance cannot be stored, retrieved or registered.
 *
 * @param study Study Instance UID (0020,000D)
 * @param series Series Instance UID (0020,000E)
 * @param instance SOP Instance UID (0008,0018)
 * @param sopClass SOP Class UID (0008,0016)
 */
public record InstanceIdentity(Uid study, Uid series, Uid instance, Uid sopClass) {
    private static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";

    /**
     * Takes the UIDs from a data set.
     *
     * @throws DicomParseException if one is absent ({@link Reason#MISSING_UID}) or not a UID ({@link Reason#INVALID_UID})
     */
    public static InstanceIdentity of(DataSet dataSet) throws DicomParseException {
        return new InstanceIdentity(
                required(dataSet, Tag.STUDY_INSTANCE_UID, "StudyInstanceUID"),
                required(dataSet, Tag.SERIES_INSTANCE_UID, "SeriesInstanceUID"),
                required(dataSet, Tag.SOP_INSTANCE_UID, "SOPInstanceUID"),
                required(dataSet, Tag.SOP_CLASS_UID, "SOPClassUID"));
    }

    /**
     * Takes the UIDs from the data set of a file.
     *
     * @throws DicomParseException as {@link #of(DataSet)}; {@link Reason#UNSUPPORTED_SOP_CLASS} for a DICOMDIR
     */
    static InstanceIdentity of(DataSet fileMeta, DataSet dataSet) throws DicomParseException {
        if (fileMeta.string(Tag.MEDIA_STORAGE_SOP_CLASS_UID).orElse("").equals(MEDIA_STORAGE_DIRECTORY)) {
            throw new DicomParseException(
                    Reason.UNSUPPORTED_SOP_CLASS, "This is a DICOMDIR; send the files that it lists instead.");
        }
        return of(dataSet);
    }

    /** Whether File Meta Information names this instance and SOP class too, as PS3.10 §7.1 demands, or leaves them out. */
    boolean agreesWith(DataSet fileMeta) {
        return agrees(fileMeta, Tag.MEDIA_STORAGE_SOP_CLASS_UID, sopClass)
                && agrees(fileMeta, Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, instance);
    }

    private static boolean agrees(DataSet fileMeta, Tag tag, Uid uid) {
        return fileMeta.string(tag).map(uid.value()::equals).orElse(true);
    }

    private static Uid required(DataSet dataSet, Tag tag, String keyword) throws DicomParseException {
        String text = dataSet.string(tag).orElse("");
        if (text.isEmpty()) {
            throw new DicomParseException(
                    Reason.MISSING_UID, keyword + " " + tag + " is absent or empty; it is required.");
        }
        try {
            return Uid.parse(text);
        } catch (DicomParseException e) {
            throw new DicomParseException(e.reason(), keyword + " " + tag + ": " + e.getMessage());
        }
    }
}
